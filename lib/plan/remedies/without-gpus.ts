/** Changes with which models need fewer whole GPUs: pods share a GPU in time, or a model computes on the CPU. */
import { engineOf, type Environment, type NodePool, withShares } from '../../environment';
import type { Changes } from '../finding';
import type { PodGroup } from '../placement/demand';
import { poolsOf } from '../scheduling';
import { withPool, withServer } from './changed';

/** Pods that share one GPU, one try after the other. */
const shares = [2, 3, 4, 6, 8] as const;

/** Whether a pool's GPUs may be shared: no workload takes several of them, or lands on other GPUs as well. */
function maySharePool({ servers }: Environment, { name, gpu }: NodePool): boolean {
  const users = servers.filter(({ gpus, pools }) => gpus > 0 && pools.includes(name));
  return gpu?.sharing.by === 'none' && users.every(({ gpus, pools }) => gpus === 1 && pools.length === 1);
}

export const sharedPool = (environment: Environment, pool: string): Changes =>
  function* () {
    for (const each of poolsOf(environment, [pool])) {
      if (!maySharePool(environment, each)) continue;
      for (const replicas of shares) {
        const shared = withShares(each, { by: 'time-slicing', replicas });
        if (shared === undefined) continue;
        yield {
          says: `sharing { by: 'time-slicing', replicas: ${replicas} } in pool ${pool}`,
          to: withPool(environment, shared),
        };
      }
    }
  };

/**
 * A workload that has one GPU, without it, with the cores that it has: more GPUs are no sign of a model that a CPU
 * serves well.
 */
export const onCpu = (environment: Environment, { workload: name }: PodGroup): Changes =>
  function* () {
    const workload = environment.servers.find((each) => each.name === name);
    if (workload?.gpus !== 1) return;
    const change = engineOf(environment, workload).onCpu?.(workload);
    if (change === undefined) return;
    yield {
      says: `gpus 0 and cpu ${workload.cpu} of ${name}`,
      to: withServer(environment, name, { gpus: 0, ...change }),
    };
  };
