/** The cluster of an overlay, as far as its API server tells: release, classes, metrics, names, and who else is there. */
import { rangeOf } from '../core/cidr';
import { slug } from '../core/name';
import { kubernetesVersions } from '../environment/cluster';
import { priorities } from '../environment/workload';
import { priorityClassName } from '../plan/names';
import { aggregatedApi, isOurs, liveDns, nodeLocalDns, type Inventory } from '../inventory';
import { peers } from './peers';
import { code, fields, quoted, type Field, type Fields } from './source';
import { storageTiers } from './store';

type Line = Field | { readonly comments: readonly string[] };

/** `arn:aws:eks:eu-west-1:123:cluster/prod` → `prod`, `gke_project_zone_prod` → `prod`, `admin@prod` → `prod`. */
export function clusterName(context: string): string {
  const parts = context.startsWith('gke_') ? context.split('_') : context.split(/[/@]/);
  return slug(parts.at(-1) ?? context) || 'cluster';
}

function kubernetes({ version }: Inventory): readonly Line[] {
  if (kubernetesVersions.some((known) => known === version)) return [{ key: 'kubernetes', value: version }];
  return [{ comments: [`The cluster runs ${version}; Corral knows ${kubernetesVersions.join(', ')}: bring it to one of them, and state it as kubernetes: '…'`] }];
}

/** Where NodeLocal DNSCache answers unless it is configured otherwise: every environment allows it. */
const nodeLocal = '169.254.20.10';

const usualPods = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } };
const usualPort = 53;

function dns(inventory: Inventory): Field {
  const found = liveDns(inventory);
  const caches = nodeLocalDns(inventory)?.addresses ?? [];
  const addresses = [...new Set([...(found?.addresses ?? []), ...caches])].filter((address) => address !== nodeLocal).map(rangeOf);
  if (found === undefined || found.addresses.length === 0) {
    return { key: 'dns', value: fields({ nodeLocalDns: code('false') }), comments: ['Fill in: dns: { pods, port, addresses } of the DNS Service; none was seen'] };
  }
  const pods = { namespace: found.namespace, podLabels: found.podLabels };
  return {
    key: 'dns',
    value: fields({
      pods: JSON.stringify(pods) === JSON.stringify(usualPods) ? undefined : fields({ namespace: pods.namespace, podLabels: fields(pods.podLabels) }),
      port: found.port === usualPort ? undefined : found.port,
      addresses,
    }),
  };
}

interface EndpointSlice {
  readonly endpoints: readonly { readonly addresses: readonly string[] }[];
  readonly ports: readonly { readonly port: number }[];
}

/** Addresses of the API server: no field of an overlay, but firewall rules need them. */
function apiServers({ of }: Inventory): readonly Line[] {
  // Other Services have slices too: the DNS Service's is read for its port.
  const slices = of('EndpointSlice').filter(({ metadata: { namespace, labels } }) =>
    namespace === 'default' && labels?.['kubernetes.io/service-name'] === 'kubernetes');
  const addresses = slices.flatMap((slice) => {
    const { endpoints = [], ports = [] } = slice as Partial<EndpointSlice>;
    return endpoints.flatMap((endpoint) => endpoint.addresses).map((address) => `${address}:${ports[0]?.port ?? 443}`);
  });
  return [{ comments: [addresses.length === 0 ? 'API server: its addresses could not be seen' : `API server: ${addresses.sort().join(', ')}`] }];
}

function metrics(inventory: Inventory): readonly Line[] {
  const api = aggregatedApi(inventory, 'custom.metrics.k8s.io');
  if (api === undefined) {
    const keda = aggregatedApi(inventory, 'external.metrics.k8s.io') === undefined ? '' : '; KEDA serves external metrics only';
    return [{ comments: [`Metrics: 'prometheus-adapter' where it serves custom.metrics.k8s.io, which ranges of replicas need; it was not seen${keda}`] }];
  }
  return [{ key: 'metrics', value: 'prometheus-adapter', comments: api.failure === undefined ? undefined : [`Check: ${api.name} does not answer: ${api.failure}`] }];
}

function runtimeClass({ find }: Inventory, hasGpus: boolean): readonly Line[] {
  const found = find('RuntimeClass', '', 'nvidia');
  if (found !== undefined && !isOurs(found)) return [{ key: 'runtimeClass', value: 'existing' }];
  return [{ key: 'runtimeClass', value: 'none', comments: hasGpus ? ["No RuntimeClass nvidia was seen: 'none' is right where NVIDIA's is the default runtime; the GPU operator makes it ('existing')"] : undefined }];
}

/** PriorityClasses that exist: another environment owns them. */
function priorityClasses({ find }: Inventory): readonly Line[] {
  return priorities.some((priority) => find('PriorityClass', '', priorityClassName(priority)) !== undefined) ? [{ key: 'priorityClasses', value: 'existing' }] : [];
}

export function clusterOf(context: string, inventory: Inventory, weights: Field, hasGpus: boolean): Fields {
  const tiers = storageTiers(inventory);
  return {
    fields: [
      { key: 'id', value: clusterName(context), comments: ['Environments of one cluster share this id'] },
      ...kubernetes(inventory), ...apiServers(inventory), dns(inventory), ...peers(inventory), ...metrics(inventory), ...runtimeClass(inventory, hasGpus), ...priorityClasses(inventory),
      weights,
      ...(tiers === undefined ? [] : [tiers]),
    ],
  };
}

/** Who could apply the manifests, by the controllers that are there. */
export function deliveryOf({ groups }: Inventory): Field {
  const there = [...(groups.has('kustomize.toolkit.fluxcd.io') ? ['Flux'] : []), ...(groups.has('argoproj.io') ? ['Argo CD'] : [])];
  const seen = there.length === 0 ? 'neither Flux nor Argo CD was seen' : `${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} there`;
  return { key: 'delivery', value: code(quoted('kubectl')), comments: [`Check: who applies: 'kubectl', 'pulumi' or 'gitops'; ${seen}`] };
}
