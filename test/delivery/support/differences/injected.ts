/** One difference of a live cluster: the environment or the cluster that is changed, and the sentences about it. */
import { childPath } from '../../../../lib/core/path';
import type { ClusterWideInput, EnvironmentInput } from '../../../../lib';
import { everywhere } from '../everywhere';
import type { World } from '../looked-at';

export interface Injected {
  readonly name: string;
  /** What is declared instead. @default - the same */
  readonly environment?: EnvironmentInput;
  /** Changes the cluster and returns what undoes it. @default - the cluster stays as it is */
  readonly make?: (world: World) => Promise<() => Promise<unknown>>;
  /** Whole differences as they are printed. */
  readonly found: readonly string[];
}

type Pools = EnvironmentInput['nodePools'];

export const withCluster = (change: Partial<ClusterWideInput>): EnvironmentInput => ({
  ...everywhere,
  cluster: { ...(everywhere.cluster as ClusterWideInput), ...change },
});
export const withPool = (name: string, change: object): EnvironmentInput => ({
  ...everywhere,
  nodePools: { ...everywhere.nodePools, [name]: { ...everywhere.nodePools[name], ...change } } as Pools,
});

export const sentence = (path: string, text: string, fix: string, code: string): string =>
  `${path}: ${text}.\n  fix: ${fix}\n  [${code}]`;
export const ofPool = (pool: string, text: string, fix: string, code: string): string =>
  sentence(childPath('everywhere', 'nodePools', pool), text, fix, code);
export const ofCluster = (field: string, text: string, fix: string, code: string): string =>
  sentence(`everywhere.cluster.${field}`, text, fix, code);
