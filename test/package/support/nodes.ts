/** The releases of Node that the package supports. */
import { root } from './installed';
import { ended } from './shell';

export const releases = ['20', '22', '24'] as const;

/** Path of the program of a release: the one that runs the tests, or a component. */
export const nodeOf = (release: (typeof releases)[number]): string =>
  process.versions.node.startsWith(`${release}.`)
    ? process.execPath
    : ended(`npm run --silent toolchain -- --path node-${release}`, root).out.trim();
