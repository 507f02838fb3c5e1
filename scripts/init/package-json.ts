/** package.json of a first repository. */
import manifest from '../../package.json';
import { programLines } from '../command-lines';

const { version, engines, devDependencies, peerDependencies } = manifest;

/** A name that npm takes, made of that of a folder. */
const nameOf = (folder: string): string =>
  folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|[._-]+$/g, '') || 'platform';

/** Those of the program that a repository needs again. */
const commands = Object.keys(programLines).filter((name) => name !== 'init');

/** The text of package.json. Versions are those with which this version of Corral is tested. */
export const packageJson = (folder: string): string =>
  `${JSON.stringify(
    {
      name: nameOf(folder),
      version: '0.0.0',
      private: true,
      type: 'module',
      engines,
      scripts: {
        ...Object.fromEntries(commands.map((name) => [name, `corral ${name}`])),
        check: 'tsc -p .',
        test: 'node --import tsx --test test/local.test.ts',
      },
      dependencies: {
        cdk8s: peerDependencies.cdk8s,
        constructs: peerDependencies.constructs,
        corral: `^${version}`,
      },
      devDependencies: {
        '@types/node': `^${devDependencies['@types/node']}`,
        tsx: `^${devDependencies.tsx}`,
        typescript: '^6.0.2',
      },
    },
    null,
    2,
  )}\n`;
