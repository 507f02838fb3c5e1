/**
 * What must be done outside the manifests before they are applied: what others make, keys of requests, and how the
 * device plugin of a node learns that its GPUs are shared.
 */
import { devicePluginFile } from '../constructs/internal';
import { engineOf, type Gateway, type GpuSharing, type NodePool } from '../environment';
import {
  backupNeeds,
  cacheSecrets,
  databaseSecrets,
  type DataSecret,
  type Plan,
  sharedNames,
  storeClaim,
} from '../plan';
import { tuningOf } from './node-tuning';
import type { Preparation } from './preparation';

/** A requirement as kubectl reads it: `key=value`, `key in (a,b)`. */
const requirementText = ({ key, operator, values = [] }: NodePool['selector'][number]): string => {
  if (operator === 'Exists') return key;
  const [one = '', ...more] = values;
  if (more.length === 0) return `${key}${operator === 'NotIn' ? '!=' : '='}${one}`;
  return `${key} ${operator === 'NotIn' ? 'notin' : 'in'} (${values.join(',')})`;
};

/** Labels that find the nodes of a pool, and what else they must be. */
const labelled = ({ selector }: NodePool, ...further: readonly string[]): string =>
  `-l '${[...selector.map(requirementText), ...further].join(',')}'`;

const nodesOf = (pool: NodePool): string => pool.nodeNames?.join(' ') ?? labelled(pool);

const migLabel = 'nvidia.com/mig.config';

/** What is known of NVIDIA's GPU operator in a cluster. */
export interface GpuOperator {
  /** Name of its ClusterPolicy: `cluster-policy`, on OpenShift `gpu-cluster-policy`. */
  readonly policy: string;
  /** ConfigMap that the device plugin reads. @default - none */
  readonly config?: string;
}

const readsConfig = `'{"spec":{"devicePlugin":{"config":{"name":"${sharedNames.devicePlugin}"}}}}'`;

/** The policy whatever its name, and only where it names no configuration: another one is in use, and stays. */
const anyPolicy =
  `kubectl get clusterpolicies.nvidia.com -o jsonpath='{.items[*].spec.devicePlugin.config.name}' | grep -q . || ` +
  `kubectl patch $(kubectl get clusterpolicies.nvidia.com -o name) --type merge -p ${readsConfig}`;

const policyCommands = (operator: GpuOperator | undefined): readonly string[] => {
  if (operator === undefined) return [anyPolicy];
  return operator.config === undefined
    ? [`kubectl patch clusterpolicies.nvidia.com/${operator.policy} --type merge -p ${readsConfig}`]
    : [];
};

/** Whether a pool uses what others have set up on its nodes: nothing is changed there. */
const isAsFound = (sharing: GpuSharing): boolean =>
  sharing.by === 'mig' ? sharing.units !== undefined : sharing.named === 'usual-name';

/**
 * What the nodes of a pool need; nothing where its GPUs are not shared. No command takes a configuration away that
 * others use.
 *
 * @param operator as the cluster has it. Default: not known, so that the commands look for it
 */
export function preparationOf(
  pool: NodePool,
  { devicePluginNamespace }: Plan['environment']['cluster'],
  operator?: GpuOperator,
): Preparation | undefined {
  const shared = pool.gpu?.sharing;
  if (shared === undefined || shared.by === 'none' || isAsFound(shared)) return undefined;
  if (shared.by === 'mig') {
    return {
      what: `partition the GPUs of pool ${pool.name} into MIG slices ${shared.profile}`,
      // A layout that others have chosen stays: one label is absent, the other is what the operator writes by itself.
      commands: [
        `kubectl label node ${labelled(pool, `!${migLabel}`)} ${migLabel}=all-${shared.profile}`,
        `kubectl label node ${labelled(pool, `${migLabel}=all-disabled`)} ${migLabel}=all-${shared.profile} --overwrite`,
      ],
    };
  }
  const config = operator?.config ?? sharedNames.devicePlugin;
  const file = JSON.stringify(devicePluginFile({ name: pool.name, by: shared.by, replicas: shared.replicas }));
  const ofNamespace = `kubectl -n ${devicePluginNamespace}`;
  const patch = `${ofNamespace} patch configmap ${config} --type merge -p '{"data":{"${pool.name}":${file}}}'`;
  const made = `${ofNamespace} get configmap ${config} > /dev/null || ${ofNamespace} create configmap ${config}`;
  return {
    what: `turn on ${shared.by === 'time-slicing' ? 'time-slicing' : 'MPS'} on pool ${pool.name}, with ${shared.replicas} pods for each GPU`,
    commands: [
      ...(shared.devicePlugin === 'owned' ? [] : operator?.config === undefined ? [made, patch] : [patch]),
      ...policyCommands(operator),
      // Without --overwrite: a configuration that others have chosen for a node stays, and the command fails.
      `kubectl label node ${nodesOf(pool)} nvidia.com/device-plugin.config=${pool.name}`,
    ],
  };
}

/** Objects outside of the namespace that an environment uses and does not make, as kubectl names them. */
function usedOutside({ environment, servers, support, loaders }: Plan): readonly string[] {
  const { cluster, prerequisites } = environment;
  const { namespaces, storageTiers } = cluster;
  const tiers = servers.map(({ workload: { local } }) =>
    local.kind === 'csi' ? storageTiers[local.tier]?.storageClass : undefined,
  );
  const store = loaders.length > 0 ? storeClaim(environment)?.storageClass : undefined;
  const scheduled = [...servers, ...support].map(({ scheduling }) => scheduling);
  const named = (kind: string, names: readonly (string | undefined)[]): readonly string[] =>
    names.flatMap((name) => (name === undefined ? [] : [`${kind}/${name}`]));
  return [
    ...new Set([
      `namespace/${namespaces.serving}`,
      ...named('storageclass', [...tiers, store]),
      ...named(
        'runtimeclass',
        scheduled.map(({ runtimeClassName }) => runtimeClassName),
      ),
      ...named(
        'priorityclass',
        scheduled.map(({ priorityClassName }) => priorityClassName),
      ),
      ...prerequisites
        .filter(({ kind, namespace }) => namespace === undefined && kind !== 'Scraper')
        .map(({ kind, name }) => `${kind.toLowerCase()}/${name}`),
    ]),
  ];
}

/** With rights in one namespace, who runs the cluster makes the rest. */
function fromOthers(plan: Plan): readonly Preparation[] {
  if (plan.environment.cluster.scope !== 'namespaced') return [];
  return [
    {
      what: 'have an administrator make what this environment uses and may not make; this command lists it',
      commands: [`kubectl get ${usedOutside(plan).join(' ')}`],
    },
  ];
}

type EngineKey = NonNullable<Plan['environment']['cluster']['apiKey']>;

/** Workloads whose engine knows no keys, after a semicolon. */
function withoutKeys({ environment, servers }: Plan): string {
  const open = servers.filter(({ workload }) => engineOf(environment, workload).checksKeys !== true);
  const names = open.map(({ workload }) => workload.name).join(', ');
  return names === '' ? '' : `; ${names} never ${open.length === 1 ? 'asks' : 'ask'} for one`;
}

/** The key that the gateway sends to engines: a command makes it, in the cluster or for the store of secrets. */
function keyOfEngines(plan: Plan, { secretName, key }: EngineKey, { keys }: Gateway): Preparation {
  const { name, cluster } = plan.environment;
  const { serving, gateway } = cluster.namespaces;
  const secrets = [...new Set([serving, gateway])].map((namespace) => `${namespace}/${secretName}`).join(' and ');
  const isFilled = 'from' in keys && keys.enginePath !== undefined;
  const place = isFilled
    ? `property ${key} of '${keys.enginePath}', in the store behind ${keys.store.kind} '${keys.store.name}'`
    : `Secret ${secrets}, entry ${key}`;
  const isMadeBeside = isFilled ? '' : '; the first npm run key -- new makes it too';
  return {
    what: `put the key of engines into ${place}, for which their pods wait${isMadeBeside}${withoutKeys(plan)}`,
    // The Secrets are in namespaces that the environment makes; a store of secrets is there before.
    ...(isFilled ? {} : { when: 'after' }),
    commands: [`npm run key -- engine --env ${name}`],
  };
}

/** Without a gateway the Secret of keys is made by others: an empty one opens the servers. */
function keysOf(plan: Plan): readonly Preparation[] {
  const { environment } = plan;
  const { apiKey, namespaces } = environment.cluster;
  if (apiKey === undefined) return [];
  if (environment.gateway !== undefined) return [keyOfEngines(plan, apiKey, environment.gateway)];
  const { secretName, key } = apiKey;
  const { serving } = namespaces;
  return [
    {
      what:
        `put the keys of requests into Secret ${serving}/${secretName}, entry ${key}, one in each line; ` +
        `if this command fails, servers would ask for none${withoutKeys(plan)}`,
      ...inItsNamespaces(plan),
      commands: [
        `kubectl -n ${serving} get secret ${secretName} -o go-template='{{index .data "${key}"}}' | base64 -d | head -n 1 | grep -q '^[^#]'`,
      ],
    },
  ];
}

/** Namespaces that the environment makes are there only after it was applied; pods wait for a Secret that is missing. */
const inItsNamespaces = ({ environment }: Plan): Pick<Preparation, 'when'> =>
  environment.cluster.scope === 'namespaced' ? {} : { when: 'after' };

/** A command for each entry of a Secret, which fails where it is missing or empty. */
const entriesOf = ({ namespace, name, keys }: DataSecret): readonly string[] =>
  keys.map(
    (key) =>
      `kubectl -n ${namespace} get secret ${name} -o go-template='{{index .data "${key}"}}' | base64 -d | grep -q .`,
  );

/** Without the Secrets no pod of a backup starts, and without a copy of them elsewhere no backup can be read. */
function secretsOfBackup(plan: Plan): readonly Preparation[] {
  const secrets = backupNeeds(plan.environment).filter(({ kind }) => kind === 'Secret');
  return secrets.length === 0
    ? []
    : [
        {
          what:
            'make the Secrets of the backup, and keep their values outside of the cluster too: without them no copy can be read; ' +
            'these commands fail where an entry is missing',
          ...inItsNamespaces(plan),
          commands: secrets.flatMap(entriesOf),
        },
      ];
}

/** Without its Secret the pod of a database or a cache does not start. */
const secretsOfData = (plan: Plan): readonly Preparation[] =>
  Object.entries({ databases: databaseSecrets(plan.environment), caches: cacheSecrets(plan.environment) }).flatMap(
    ([of, secrets]): readonly Preparation[] =>
      secrets.length === 0
        ? []
        : [
            {
              what: `make the Secrets of the ${of}: one password for each user; these commands fail where an entry is missing`,
              ...inItsNamespaces(plan),
              commands: secrets.flatMap(entriesOf),
            },
          ],
  );

/**
 * What an environment needs outside of its manifests, in the order in which it is done: from others, its Secrets, then
 * in the order of its pools; last what needs the namespaces that it makes.
 */
export function beforehand(plan: Plan): readonly Preparation[] {
  const pools = Object.values(plan.environment.nodePools);
  const all = [
    ...fromOthers(plan),
    ...keysOf(plan),
    ...secretsOfBackup(plan),
    ...secretsOfData(plan),
    ...pools.flatMap((pool) => preparationOf(pool, plan.environment.cluster) ?? []),
    ...pools.flatMap((pool) => tuningOf(pool) ?? []),
  ];
  return [...all.filter(({ when }) => when === undefined), ...all.filter(({ when }) => when === 'after')];
}
