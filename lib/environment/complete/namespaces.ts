/** Namespaces of our own: never those of the cluster, and never those of what the environment talks to. */
import { childPath, type Path } from '../../core';
import type { Backup } from '../backup';
import type { Cache } from '../cache';
import type { Cluster } from '../cluster';
import type { Database } from '../database';
import type { Delivery } from '../environment';
import type { FaultList } from '../fault-codes';
import type { Gitops } from '../gitops';

/** Namespaces that Kubernetes and its distributions fill themselves. */
const systemNamespaces = [
  /^default$/,
  /^kube-/,
  /^openshift(-|$)/,
  /^cattle-/,
  /^(fleet-(system|local|default)|cluster-fleet-.*)$/,
  /^gke-/,
  /^gmp-(system|public)$/,
  /^(calico|tigera|cilium|istio|linkerd|longhorn|metallb|rook|knative)-/,
  /^(argocd|flux-system|cert-manager|ingress-nginx|gpu-operator|nvidia-gpu-operator|gatekeeper-system|kyverno|local-path-storage|openebs|keda|velero)$/,
  /^(amazon-(cloudwatch|guardduty|network-flow-monitor)|aws-observability|aks-(command|istio-.*)|azure-(arc.*|extensions-usage-system)|tanzu-system)$/,
  /^(kubernetes-dashboard|olm|operators|node-feature-discovery)$/,
];

/** The namespaces that Corral makes: what is in each, and the name that it has by default. */
const known = {
  serving: ['engines', 'llm-serving'],
  store: ['the store', 'model-store'],
  gateway: ['the gateway', 'llm-gateway'],
  nodes: ['what tunes nodes', 'llm-nodes'],
} as const;
type Part = keyof typeof known;

/** Namespaces that only some environments have. */
export type FurtherParts = Readonly<Record<'gateway' | 'nodes', boolean>>;

const partsOf = ({ gateway, nodes }: FurtherParts): readonly Part[] => [
  'serving',
  'store',
  ...(gateway ? (['gateway'] as const) : []),
  ...(nodes ? (['nodes'] as const) : []),
];

/** A default deny, a quota and the level `restricted` would apply to everything that runs there. */
function refuseSystem(faults: FaultList, { namespaces }: Cluster, parts: readonly Part[], place: Path): void {
  for (const part of parts) {
    const name = namespaces[part];
    if (!systemNamespaces.some((form) => form.test(name))) continue;
    faults.add(
      'SystemNamespace',
      childPath(place, 'namespaces', part),
      `'${name}' belongs to the cluster: a default deny and a quota would stop what others run there`,
      {
        fix: `give ${known[part][0]} a separate namespace, as '${known[part][1]}'`,
      },
    );
  }
}

/** Namespaces of the cluster that people may use, if nothing of others is touched. */
const usable = 'default';

/** A namespace that exists may be that of anything but the cluster's own components. */
function refuseSystemOnly(faults: FaultList, { namespaces: { serving } }: Cluster, place: Path): void {
  if (serving === usable || !systemNamespaces.some((form) => form.test(serving))) return;
  faults.add(
    'SystemNamespace',
    childPath(place, 'namespace'),
    `'${serving}' belongs to the cluster, whose components its upgrades replace`,
    { fix: 'name a namespace that was made for applications' },
  );
}

/** Policies admit the gateway by its namespace and its labels: what shares the namespace could have them too. */
function checkGatewayNamespace(faults: FaultList, { namespaces }: Cluster, place: Path): void {
  const { gateway } = namespaces;
  const part = (['serving', 'store'] as const).find((each) => namespaces[each] === gateway);
  if (part === undefined) return;
  faults.add(
    'SharedNamespace',
    childPath(place, 'namespaces', 'gateway'),
    `the gateway and ${known[part][0]} would both be in '${gateway}'`,
    { fix: "give the gateway a separate namespace, as 'llm-gateway'" },
  );
}

/** What runs beside privileged pods could become one of them. */
function checkNodesNamespace(faults: FaultList, { namespaces }: Cluster, parts: readonly Part[], place: Path): void {
  const part = parts.find((each) => each !== 'nodes' && namespaces[each] === namespaces.nodes);
  if (part === undefined) return;
  faults.add(
    'SharedNamespace',
    childPath(place, 'namespaces', 'nodes'),
    `${known[part][0]} would be in '${namespaces.nodes}', which admits privileged pods`,
    { fix: "give what tunes nodes a separate namespace, as 'llm-nodes'" },
  );
}

/**
 * Checks the namespaces of engines, store and gateway.
 *
 * @param further which of the further namespaces the environment has
 */
export function checkNamespaces(
  faults: FaultList,
  cluster: Cluster,
  { gitops, delivery }: { readonly gitops: Gitops; readonly delivery: Delivery },
  further: FurtherParts,
  place: Path,
): void {
  const parts = partsOf(further);
  // Nothing that is drawn touches what others have there, so it may be the namespace of others.
  if (cluster.scope === 'namespaced') return refuseSystemOnly(faults, cluster, place);
  refuseSystem(faults, cluster, parts, place);
  const { namespaces, requestsFrom, monitoring, dns, devicePluginNamespace, downloads } = cluster;
  if (namespaces.serving === namespaces.store) {
    faults.add(
      'SharedNamespace',
      childPath(place, 'namespaces'),
      `engines and store would both be in '${namespaces.serving}'`,
      {
        fix: 'give the store a namespace of its own: only its pods may mount it',
      },
    );
  }
  if (further.gateway) checkGatewayNamespace(faults, cluster, place);
  if (further.nodes) checkNodesNamespace(faults, cluster, parts, place);
  const others = [
    ['requestsFrom', requestsFrom?.namespace],
    ['monitoring', monitoring?.namespace],
    ['the proxy', downloads.proxy?.pods?.namespace],
    ['DNS', dns.pods.namespace],
    ['the device plugin', devicePluginNamespace],
    ['the GitOps controller', delivery === 'gitops' ? gitops.namespace : undefined],
  ] as const;
  refuseShared(faults, cluster, parts, others, place);
}

function refuseShared(
  faults: FaultList,
  { namespaces }: Cluster,
  parts: readonly Part[],
  others: readonly (readonly [what: string, namespace: string | undefined])[],
  place: Path,
): void {
  for (const part of parts) {
    const [found] = others.find(([, namespace]) => namespace === namespaces[part]) ?? [];
    if (found === undefined || systemNamespaces.some((form) => form.test(namespaces[part]))) continue;
    faults.add(
      'SharedNamespace',
      childPath(place, 'namespaces', part),
      `'${namespaces[part]}' is the namespace of ${found} too: a default deny and a quota would stop it`,
      {
        fix: `give ${known[part][0]} a separate namespace`,
      },
    );
  }
}

/** What the databases, the caches and the backup of an environment talk to. */
interface WithPeers {
  readonly databases: readonly Database[];
  readonly caches: readonly Cache[];
  readonly backup: Backup | undefined;
}

/** Checks the same namespaces against those of clients and of the object store, which are pods of others. */
export function checkPeerNamespaces(
  faults: FaultList,
  cluster: Cluster,
  { databases, caches, backup }: WithPeers,
  further: FurtherParts,
  place: Path,
): void {
  if (cluster.scope === 'namespaced') return;
  const clientsOf = (what: string, all: readonly (Database | Cache)[]) =>
    all.flatMap(({ key, clients }) =>
      clients.map(({ namespace }) => [`clients of ${what} '${key}'`, namespace] as const),
    );
  const others = [
    ...clientsOf('database', databases),
    ...clientsOf('cache', caches),
    ['the object store of backups', backup?.to.pods?.namespace] as const,
  ];
  refuseShared(faults, cluster, partsOf(further), others, place);
}
