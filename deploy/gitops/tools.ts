/**
 * Versions of what renders: they stand in the lock, so that a change of output without a change of input has its reason
 * beside it.
 */
import cdk8s from 'cdk8s/package.json';
import manifest from '../../package.json';

/** `corral@0.1.0` */
export const renderedBy = `${manifest.name}@${manifest.version}`;

export const toolVersions = (kubernetes: string): Readonly<Record<string, string>> => ({
  [manifest.name]: manifest.version,
  cdk8s: cdk8s.version,
  'js-yaml': manifest.devDependencies['js-yaml'],
  kubernetes,
});
