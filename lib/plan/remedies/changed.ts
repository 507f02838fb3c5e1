/** Environments with one thing changed: what a remedy proposes, as a value that can be planned again. */
import { coresPerGpu, engineOf, type Environment, type NodePool } from '../../environment';
import type { ServerWorkload } from '../../workload';

/** With fields of one workload changed. */
export const withServer = <Workload extends ServerWorkload>(
  environment: Environment,
  name: string,
  change: Partial<Workload>,
): Environment => ({
  ...environment,
  servers: environment.servers.map((workload) => (workload.name === name ? { ...workload, ...change } : workload)),
});

/** With a pool added or replaced. */
export const withPool = (environment: Environment, pool: NodePool): Environment => ({
  ...environment,
  nodePools: { ...environment.nodePools, [pool.name]: pool },
});

/** With more nodes in a pool; nodes of one's own get names. */
export function withNodes(environment: Environment, pool: NodePool, most: number): Environment {
  const names =
    pool.nodeNames && Array.from({ length: most }, (_, i) => pool.nodeNames?.[i] ?? `${pool.name}-${i + 1}`);
  return withPool(environment, {
    ...pool,
    nodes: { min: pool.on === 'metal' ? most : pool.nodes.min, max: most },
    nodeNames: names,
  });
}

/** Another number of GPUs, with the cores that come by default; stated ones stay. */
const unitsOf = (
  { gpus, cpu }: Pick<ServerWorkload, 'gpus' | 'cpu'>,
  count: number,
): Pick<ServerWorkload, 'gpus' | 'cpu'> => ({
  gpus: count,
  cpu: cpu === coresPerGpu * gpus ? coresPerGpu * count : cpu,
});

/** A workload with another number of GPUs, and what its engine states of them. */
export const withGpus = (
  environment: Environment,
  workload: ServerWorkload,
  gpus: number,
): Partial<ServerWorkload> => ({
  ...unitsOf(workload, gpus),
  ...engineOf(environment, workload).onGpus(workload, gpus),
});
