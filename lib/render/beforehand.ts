/** What must be done outside the manifests before they are applied: how the nodes of shared GPUs are told that they share them. */
import { devicePluginFile } from '../constructs/device-plugin-config';
import type { NodePool } from '../environment/node-pool';
import { sharedNames } from '../plan/names';
import type { Plan } from '../plan/plan';

/** One thing to do, with the commands that do it. */
export interface Preparation {
  readonly what: string;
  readonly commands: readonly string[];
}

const nodesOf = ({ nodeNames, selector }: NodePool): string =>
  nodeNames?.join(' ') ?? `-l ${selector.flatMap(({ key, values = [] }) => values.map((value) => `${key}=${value}`)).join(',')}`;

/** What the nodes of a pool need; nothing where its GPUs are not shared. */
export function preparationOf(pool: NodePool, { devicePluginNamespace }: Plan['environment']['cluster']): Preparation | undefined {
  const shared = pool.gpu?.sharing;
  if (shared === undefined || shared.by === 'none') return undefined;
  if (shared.by === 'mig') {
    return {
      what: `cut the GPUs of pool ${pool.name} into slices of ${shared.profile}`,
      commands: [`kubectl label node ${nodesOf(pool)} nvidia.com/mig.config=all-${shared.profile} --overwrite`],
    };
  }
  const file = JSON.stringify(devicePluginFile({ name: pool.name, by: shared.by, replicas: shared.replicas }));
  const patch = `kubectl -n ${devicePluginNamespace} patch configmap ${sharedNames.devicePlugin} --type merge -p '{"data":{"${pool.name}":${file}}}'`;
  return {
    what: `share the GPUs of pool ${pool.name} among ${shared.replicas} pods each (${shared.by})`,
    commands: [
      ...(shared.devicePlugin === 'owned' ? [] : [patch]),
      `kubectl patch clusterpolicies.nvidia.com/cluster-policy --type merge -p '{"spec":{"devicePlugin":{"config":{"name":"${sharedNames.devicePlugin}"}}}}'`,
      `kubectl label node ${nodesOf(pool)} nvidia.com/device-plugin.config=${pool.name} --overwrite`,
    ],
  };
}

/** What an environment needs beforehand, in the order of its pools. */
export const beforehand = ({ environment }: Plan): readonly Preparation[] =>
  Object.values(environment.nodePools).flatMap((pool) => preparationOf(pool, environment.cluster) ?? []);
