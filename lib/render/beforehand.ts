/** What must be done outside the manifests before they are applied: the device plugin of shared GPUs, where somebody else owns it. */
import { devicePluginFile } from '../constructs/device-plugin-config';
import type { NodePool } from '../environment/node-pool';
import type { Plan } from '../plan/plan';

/** One thing to do, with the commands that do it. */
export interface Preparation {
  readonly what: string;
  readonly commands: readonly string[];
}

/** Namespace and name under which the GPU operator runs. */
const operatorNamespace = 'gpu-operator';
const configMapName = 'device-plugin-config';

const nodesOf = ({ nodeNames, selector }: NodePool): string =>
  nodeNames?.join(' ') ?? `-l ${selector.flatMap(({ key, values = [] }) => values.map((value) => `${key}=${value}`)).join(',')}`;

function sharing(pool: NodePool): Preparation | undefined {
  const shared = pool.gpu?.sharing;
  if (shared === undefined || shared.by === 'none' || shared.devicePlugin === 'owned') return undefined;
  if (shared.by === 'mig') {
    return {
      what: `cut the GPUs of pool ${pool.name} into slices of ${shared.profile}`,
      commands: [`kubectl label node ${nodesOf(pool)} nvidia.com/mig.config=all-${shared.profile} --overwrite`],
    };
  }
  const file = JSON.stringify(devicePluginFile({ name: pool.name, by: shared.by, replicas: shared.replicas }));
  return {
    what: `share the GPUs of pool ${pool.name} among ${shared.replicas} pods each (${shared.by})`,
    commands: [
      `kubectl -n ${operatorNamespace} patch configmap ${configMapName} --type merge -p '{"data":{"${pool.name}":${file}}}'`,
      `kubectl patch clusterpolicies.nvidia.com/cluster-policy --type merge -p '{"spec":{"devicePlugin":{"config":{"name":"${configMapName}"}}}}'`,
      `kubectl label node ${nodesOf(pool)} nvidia.com/device-plugin.config=${pool.name} --overwrite`,
    ],
  };
}

/** What an environment needs beforehand, in the order of its pools. */
export const beforehand = ({ environment }: Plan): readonly Preparation[] =>
  Object.values(environment.nodePools).flatMap((pool) => sharing(pool) ?? []);
