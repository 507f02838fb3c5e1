/** Once before the tests: unpacks the programs of the images, and builds what reads workflows and kubeconfigs. */
import { prepare } from '../jest/prepare';
import { prepareDebian } from './support/debian';

export default async (): Promise<void> => {
  await prepare(['actionlint', 'gojq', 'kubectl', 'node-24']);
  prepareDebian(['busybox', 'nginx', 'shellcheck']);
};
