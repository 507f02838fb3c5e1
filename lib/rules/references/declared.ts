/**
 * What an environment may use without drawing it: its declared prerequisites, what its cluster settings name, and what
 * every cluster has.
 */
import { claimsOfOthers, downloadSecrets, type Environment } from '../../environment';
import { gpuRuntimeClass } from '../../kubernetes/kinds';
import { defaultClass } from '../../kubernetes/read';
import { priorities } from '../../workload';
import { addedObjects, dataVolumes, needsOf, priorityClassName, storeNamespace } from '../../plan';

/** Whether an object that is not drawn is declared to exist. */
export type IsDeclared = (kind: string, namespace: string, name: string) => boolean;

/** Namespaces of every cluster. */
const ownNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const ownPriorityClasses = ['system-cluster-critical', 'system-node-critical'];
const ownClusterRoles = ['admin', 'cluster-admin', 'edit', 'view'];

const key = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

const named = (kind: string, names: readonly (string | undefined)[]): string[] =>
  names.flatMap((name) => (name === undefined ? [] : [key(kind, '', name)]));

/** The Service that the address of a proxy or an object store names. */
function serviceAt(address = ''): readonly string[] {
  const [, name = '', namespace] = /^https?:\/\/([^./]+)\.([^./]+)\.svc(?:[.:/]|$)/.exec(address) ?? [];
  return namespace === undefined ? [] : [key('Service', namespace, name)];
}

/** Namespaces of the pods that may connect to the gateway. */
const fromGateway = ({ gateway }: Pick<Environment, 'gateway'>): readonly string[] =>
  named(
    'Namespace',
    (gateway?.from ?? []).map(({ namespace }) => namespace),
  );

function fromCluster(cluster: Environment['cluster']): string[] {
  const {
    scope,
    namespaces,
    dns,
    requestsFrom,
    monitoring,
    runtimeClass,
    devicePluginNamespace,
    priorityClasses,
    weights,
    storageTiers,
    downloads,
    apiKey,
  } = cluster;
  return [
    ...named('Namespace', [
      ...ownNamespaces,
      scope === 'namespaced' ? namespaces.serving : undefined,
      dns.pods.namespace,
      requestsFrom?.namespace,
      monitoring?.namespace,
      downloads.proxy?.pods?.namespace,
      devicePluginNamespace,
    ]),
    ...named('RuntimeClass', [runtimeClass === 'existing' ? gpuRuntimeClass : undefined]),
    ...named('PriorityClass', priorityClasses === 'existing' ? priorities.map(priorityClassName) : []),
    ...named('StorageClass', [
      ...Object.values(storageTiers).map(({ storageClass }) => storageClass),
      weights.kind === 'class' ? weights.storageClass : undefined,
      weights.kind === 'direct' ? (weights.storageClass ?? defaultClass) : undefined,
      weights.kind === 'existing' && weights.read === 'in-place' ? weights.proofsClass : undefined,
    ]),
    ...downloadSecrets(downloads).map((secretName) => key('Secret', storeNamespace({ cluster }), secretName)),
    ...serviceAt(downloads.proxy?.url),
    ...(apiKey === undefined ? [] : [key('Secret', namespaces.serving, apiKey.secretName)]),
    ...(downloads.caBundle === undefined
      ? []
      : [key('ConfigMap', storeNamespace({ cluster }), downloads.caBundle.configMap)]),
  ];
}

type Declaring = Pick<
  Environment,
  | 'name'
  | 'cluster'
  | 'gateway'
  | 'monitoring'
  | 'backup'
  | 'databases'
  | 'caches'
  | 'prerequisites'
  | 'servers'
  | 'supportPods'
  | 'nodePools'
>;

/** Reads what an environment declares. */
export function declaredBy(environment: Declaring): IsDeclared {
  const { cluster, prerequisites } = environment;
  const declared = new Set([
    ...fromCluster(cluster),
    ...fromGateway(environment),
    ...addedObjects(environment).map(({ kind, namespace, name }) => key(kind, namespace, name)),
    ...claimsOfOthers(environment).map(({ claimName }) =>
      key('PersistentVolumeClaim', storeNamespace(environment), claimName),
    ),
    ...named('Namespace', environment.gateway?.from?.map(({ namespace }) => namespace) ?? []),
    ...needsOf(environment).map(({ kind, namespace = '', name }) => key(kind, namespace, name)),
    ...named(
      'StorageClass',
      dataVolumes(environment).map(({ storageClass = defaultClass }) => storageClass),
    ),
    ...named('Namespace', [environment.backup?.to.pods?.namespace]),
    ...serviceAt(environment.backup?.to.endpoint),
    ...named('PriorityClass', ownPriorityClasses),
    ...named('ClusterRole', ownClusterRoles),
    ...prerequisites.map(({ kind, namespace = '', name }) => key(kind, namespace, name)),
  ]);
  return (kind, namespace, name) =>
    declared.has(key(kind, namespace, name)) ||
    (kind === 'ServiceAccount' && name === 'default') ||
    (kind === 'ConfigMap' && name === 'kube-root-ca.crt') ||
    (kind === 'ClusterRole' && name.startsWith('system:'));
}
