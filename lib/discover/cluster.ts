/**
 * The cluster of an overlay, as far as its API server shows it: release, classes, metrics, names, other operators.
 */
import { hostText, isSameJson, rangeOf, slug, usualFamilies } from '../core';
import { kubernetesVersions } from '../environment';
import { clusterDnsPods, dnsPort, gpuRuntimeClass, nodeLocalDnsAddress } from '../kubernetes/kinds';
import { priorities } from '../workload';
import { priorityClassName } from '../plan';
import {
  aggregatedApi,
  type Inventory,
  isOurs,
  liveDns,
  liveFamilies,
  nodeLocalDns,
  possibleResolvers,
} from '../inventory';
import { namespaceFields } from './namespace';
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
  return [
    {
      comments: [
        `The cluster runs ${version}, but Corral supports ${kubernetesVersions.join(', ')}: change the cluster to one of them, and set kubernetes: '…'`,
      ],
    },
  ];
}

function dns(inventory: Inventory): Field {
  const found = liveDns(inventory);
  const caches = nodeLocalDns(inventory)?.addresses ?? [];
  const addresses = [...new Set([...(found?.addresses ?? []), ...caches])]
    .filter((address) => address !== nodeLocalDnsAddress)
    .map(rangeOf);
  if (found === undefined || found.addresses.length === 0) {
    return {
      key: 'dns',
      value: fields({ nodeLocalDns: code('false') }),
      comments: ['Fill in: dns: { pods, port, addresses } of the DNS Service; it was not found'],
    };
  }
  const pods = { namespace: found.namespace, podLabels: found.podLabels };
  return {
    key: 'dns',
    value: fields({
      pods: isSameJson(pods, clusterDnsPods)
        ? undefined
        : fields({ namespace: pods.namespace, podLabels: fields(pods.podLabels) }),
      port: found.port === dnsPort ? undefined : found.port,
      addresses,
    }),
    comments: possibleResolvers(inventory).map(
      ({ name, address }) =>
        `Check: add '${rangeOf(address)}' to addresses if the nodes have ${name}, which answers there`,
    ),
  };
}

/** Families other than the usual; IPv4 alone is the default. */
function families(inventory: Inventory): readonly Line[] {
  const found = liveFamilies(inventory)?.families;
  if (found === undefined || isSameJson(found, usualFamilies)) return [];
  return [{ key: 'families', value: code(`[${found.map(quoted).join(', ')}]`) }];
}

/** OpenShift refuses pods whose user is outside of the range of their namespace. */
const userIds = ({ groups }: Inventory): readonly Line[] =>
  groups.has('security.openshift.io')
    ? [
        {
          key: 'userIds',
          value: 'cluster',
          comments: ["Check: 'ours' if you bind the accounts of the pods to the constraint nonroot-v2"],
        },
      ]
    : [];

interface EndpointSlice {
  readonly endpoints: readonly { readonly addresses: readonly string[] }[];
  readonly ports: readonly { readonly port: number }[];
}

/** Addresses of the API server: no field of an overlay, but firewall rules need them. */
function apiServers({ of }: Inventory): readonly Line[] {
  // Other Services have slices too: the DNS Service's is read for its port.
  const slices = of('EndpointSlice').filter(
    ({ metadata: { namespace, labels } }) =>
      namespace === 'default' && labels?.['kubernetes.io/service-name'] === 'kubernetes',
  );
  const addresses = slices.flatMap((slice) => {
    const { endpoints = [], ports = [] } = slice as Partial<EndpointSlice>;
    return endpoints
      .flatMap((endpoint) => endpoint.addresses)
      .map((address) => `${hostText(address)}:${ports[0]?.port ?? 443}`);
  });
  return [
    {
      comments: [
        addresses.length === 0
          ? 'API server: its addresses were not found'
          : `API server: ${addresses.sort().join(', ')}`,
      ],
    },
  ];
}

function metrics(inventory: Inventory): readonly Line[] {
  const api = aggregatedApi(inventory, 'custom.metrics.k8s.io');
  if (api === undefined) {
    const keda =
      aggregatedApi(inventory, 'external.metrics.k8s.io') === undefined
        ? ''
        : "; KEDA was found: metrics: 'keda' needs a gateway and monitoring.prometheus";
    return [
      {
        comments: [
          `Set metrics: 'prometheus-adapter' if it serves custom.metrics.k8s.io, which a range of replicas needs; it was not found${keda}`,
        ],
      },
    ];
  }
  return [
    {
      key: 'metrics',
      value: 'prometheus-adapter',
      comments: api.failure === undefined ? undefined : [`Check: ${api.name} does not answer: ${api.failure}`],
    },
  ];
}

function runtimeClass({ find }: Inventory, hasGpus: boolean): readonly Line[] {
  const found = find('RuntimeClass', '', gpuRuntimeClass);
  if (found !== undefined && !isOurs(found)) return [{ key: 'runtimeClass', value: 'existing' }];
  return [
    {
      key: 'runtimeClass',
      value: 'none',
      comments: hasGpus
        ? [
            "RuntimeClass nvidia was not found: write 'none' if NVIDIA's runtime is the default, or 'existing' once the GPU operator has created the class",
          ]
        : undefined,
    },
  ];
}

/** PriorityClasses that exist: another environment owns them. */
function priorityClasses({ find }: Inventory): readonly Line[] {
  return priorities.some((priority) => find('PriorityClass', '', priorityClassName(priority)) !== undefined)
    ? [{ key: 'priorityClasses', value: 'existing' }]
    : [];
}

export function clusterOf(
  context: string,
  inventory: Inventory,
  weights: Field,
  hasGpus: boolean,
  namespace?: string,
): Fields {
  const tiers = storageTiers(inventory);
  return {
    fields: [
      { key: 'id', value: clusterName(context), comments: ['All environments of this cluster have the same id'] },
      ...kubernetes(inventory),
      ...(namespace === undefined ? [] : namespaceFields(inventory, namespace)),
      ...apiServers(inventory),
      ...families(inventory),
      ...userIds(inventory),
      dns(inventory),
      ...peers(inventory),
      ...metrics(inventory),
      ...runtimeClass(inventory, hasGpus),
      ...priorityClasses(inventory),
      weights,
      ...(tiers === undefined ? [] : [tiers]),
    ],
  };
}

/** Who could apply the manifests, by the controllers that are there. */
export function deliveryOf({ groups }: Inventory): Field {
  const there = [
    ...(groups.has('kustomize.toolkit.fluxcd.io') ? ['Flux'] : []),
    ...(groups.has('argoproj.io') ? ['Argo CD'] : []),
  ];
  const seen =
    there.length === 0
      ? 'neither Flux nor Argo CD was found'
      : `${there.join(' and ')} ${there.length === 1 ? 'was' : 'were'} found`;
  return {
    key: 'delivery',
    value: code(quoted('kubectl')),
    comments: [`Check: the tool that applies the manifests: 'kubectl', 'pulumi' or 'gitops'; ${seen}`],
  };
}
