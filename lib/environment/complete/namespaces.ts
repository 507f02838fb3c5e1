/** Namespaces of our own: never those of the cluster, and never those of what the environment talks to. */
import { childPath, type Path } from '../../core';
import type { Cluster } from '../cluster';
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

const parts = ['serving', 'store'] as const;

/** A default deny, a quota and the level `restricted` would apply to everything that runs there. */
function refuseSystem(faults: FaultList, { namespaces }: Cluster, place: Path): void {
  for (const part of parts) {
    const name = namespaces[part];
    if (!systemNamespaces.some((form) => form.test(name))) continue;
    faults.add(
      'SystemNamespace',
      childPath(place, 'namespaces', part),
      `'${name}' belongs to the cluster: a default deny and a quota would stop what others run there`,
      {
        fix: `give ${part === 'serving' ? 'engines' : 'the store'} a separate namespace, as '${part === 'serving' ? 'llm-serving' : 'model-store'}'`,
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

/** Checks the namespaces for engines and store. */
export function checkNamespaces(
  faults: FaultList,
  cluster: Cluster,
  gitops: Gitops,
  delivery: Delivery,
  place: Path,
): void {
  // Nothing that is drawn touches what others have there, so it may be the namespace of others.
  if (cluster.scope === 'namespaced') return refuseSystemOnly(faults, cluster, place);
  refuseSystem(faults, cluster, place);
  const { namespaces, gateway, monitoring, dns, devicePluginNamespace } = cluster;
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
  const others = [
    ['the gateway', gateway?.namespace],
    ['monitoring', monitoring?.namespace],
    ['DNS', dns.pods.namespace],
    ['the device plugin', devicePluginNamespace],
    ['the GitOps controller', delivery === 'gitops' ? gitops.namespace : undefined],
  ] as const;
  for (const part of parts) {
    const [found] = others.find(([, namespace]) => namespace === namespaces[part]) ?? [];
    if (found === undefined || systemNamespaces.some((form) => form.test(namespaces[part]))) continue;
    faults.add(
      'SharedNamespace',
      childPath(place, 'namespaces', part),
      `'${namespaces[part]}' is the namespace of ${found} too: a default deny and a quota would stop it`,
      {
        fix: `give ${part === 'serving' ? 'engines' : 'the store'} a separate namespace`,
      },
    );
  }
}
