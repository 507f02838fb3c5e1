/** The answers of a cluster that is exactly as an environment declares it, to be changed one by one. */
import type { Prerequisite } from '../../../lib/environment/environment';
import { parseEnvironment, synthesise, type EnvironmentInput } from '../../../lib';
import { formatDifference, inventoryOf, preflight, type Inventory, type LiveObject } from '../../../lib/internal';
import type { Answers } from '../../../lib/inventory/inventory';
import { devicesOf } from '../../cluster/world/devices';
import { machinesOf } from '../../cluster/world/machines';
import { neighboursOf } from '../../cluster/world/neighbours';
import { gatewayGroups, providedFor } from './gateway';

/** Groups and versions that Kubernetes 1.36 serves, and those of what an environment takes for granted. */
const served: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io': ['v1'],
  apps: ['v1'],
  autoscaling: ['v2', 'v1'],
  batch: ['v1'],
  'networking.k8s.io': ['v1'],
  'node.k8s.io': ['v1'],
  policy: ['v1'],
  'rbac.authorization.k8s.io': ['v1'],
  'resource.k8s.io': ['v1'],
  'scheduling.k8s.io': ['v1'],
  'storage.k8s.io': ['v1'],
  'karpenter.sh': ['v1'],
  'kustomize.toolkit.fluxcd.io': ['v1'],
};

const groupList = (groups: Readonly<Record<string, readonly string[]>>) => ({
  groups: Object.entries(groups).map(([name, versions]) => ({
    name,
    versions: versions.map((version) => ({ version })),
  })),
});

/** A node as its kubelet keeps it. */
export const live = (node: object): LiveObject => {
  const { status, ...rest } = node as LiveObject & { readonly status: object };
  return { ...rest, status: { ...status, conditions: [{ type: 'Ready', status: 'True' }] } };
};

export const pod = (
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
  spec: object = {},
): LiveObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, labels }, spec });

/** The API of metrics that autoscalers read. */
export const metricsApi = (group: string, status = 'True', message?: string): LiveObject => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: `v1beta1.${group}` },
  spec: { group },
  status: { conditions: [{ type: 'Available', status, message }] },
});

/** A monitor of the Prometheus operator that scrapes what an environment serves. */
const podMonitor = ({ namespace: place, name }: Prerequisite, isKeyed: boolean): LiveObject => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: { namespace: place, name },
  spec: {
    namespaceSelector: { any: true },
    selector: { matchLabels: { 'app.kubernetes.io/name': 'llama-server' } },
    podMetricsEndpoints: [
      {
        port: 'http',
        authorization: isKeyed ? { type: 'Bearer', credentials: { name: 'key', key: 'key' } } : undefined,
      },
    ],
  },
});

/** A range of Services, as the API server shows it. */
export const serviceRange = (...cidrs: readonly string[]): LiveObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'kubernetes' },
  spec: { cidrs },
});

/** An address that a Service has, as the API server shows it. */
export const addressOf = (address: string, space: string, name: string): LiveObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IPAddress',
  metadata: { name: address },
  spec: { parentRef: { group: '', resource: 'services', namespace: space, name } },
});

const namespace = (name: string): LiveObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

export function environmentOf(input: EnvironmentInput) {
  const { environment } = parseEnvironment(input);
  if (environment === undefined) throw new Error(`${input.name} does not parse`);
  return environment;
}

/** A cluster as the environment declares it. */
export function declared(input: EnvironmentInput): Answers {
  const environment = environmentOf(input);
  const isByKeda = environment.cluster.metrics === 'keda';
  const peers = [environment.cluster.dns.pods, environment.cluster.requestsFrom, environment.cluster.monitoring].filter(
    (peer) => peer !== undefined,
  );
  return {
    version: { major: '1', minor: '36' },
    groups: groupList({ ...served, ...gatewayGroups(environment), ...(isByKeda ? { 'keda.sh': ['v1alpha1'] } : {}) }),
    objects: [
      ...[...machinesOf(input, environment).values()].flat().map(live),
      ...neighboursOf(environment),
      namespace('kube-system'),
      serviceRange('10.96.0.0/12'),
      addressOf('10.96.0.1', 'default', 'kubernetes'),
      ...environment.prerequisites
        .filter(({ kind }) => kind === 'PodMonitor')
        .map((each) => podMonitor(each, environment.cluster.apiKey !== undefined)),
      ...peers.map((peer) => pod(peer.namespace, peer.namespace, 'anyPod' in peer ? {} : peer.podLabels)),
      metricsApi(isByKeda ? 'external.metrics.k8s.io' : 'custom.metrics.k8s.io'),
      ...providedFor(environment),
      ...devicesOf(environment, machinesOf(input, environment)),
    ],
  };
}

export type Change = (answers: Answers) => Answers;

/** Changes objects of a kind, by name; `undefined` takes one away. */
export const changing =
  (kind: string, name: string, change: (object: LiveObject) => LiveObject | undefined): Change =>
  (answers) => {
    let found = false;
    const objects = answers.objects.flatMap((object) => {
      if (object.kind !== kind || object.metadata.name !== name) return [object];
      found = true;
      return change(object) ?? [];
    });
    if (!found) throw new Error(`there is no ${kind} ${name} to change`);
    return { ...answers, objects };
  };

export const without = (kind: string, name: string): Change => changing(kind, name, () => undefined);
export const adding =
  (...objects: readonly LiveObject[]): Change =>
  (answers) => ({ ...answers, objects: [...answers.objects, ...objects] });
/** The groups that a cluster of these tests serves. */
export const groupsOf = ({ groups }: Answers): ReturnType<typeof groupList>['groups'] =>
  (groups as ReturnType<typeof groupList>).groups;

export const serving =
  (groups: Readonly<Record<string, readonly string[]>>): Change =>
  (answers) => ({
    ...answers,
    groups: {
      groups: [...groupsOf(answers).filter(({ name }) => groups[name] === undefined), ...groupList(groups).groups],
    },
  });
export const servedWithout =
  (group: string): Change =>
  (answers) => ({ ...answers, groups: { groups: groupsOf(answers).filter(({ name }) => name !== group) } });

/** A node with other labels; `undefined` takes one away. */
export const labelled = (name: string, labels: Readonly<Record<string, string | undefined>>): Change =>
  changing('Node', name, (node) => {
    const all = Object.entries({ ...node.metadata.labels, ...labels }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    return { ...node, metadata: { ...node.metadata, labels: Object.fromEntries(all) } };
  });

/** A node with another status. */
export const withStatus = (name: string, status: object): Change =>
  changing('Node', name, (node) => ({ ...node, status: { ...(node['status'] as object), ...status } }));

export const offering = (name: string, amounts: Readonly<Record<string, string | undefined>>): Change =>
  changing('Node', name, (node) => {
    const status = node['status'] as { readonly allocatable: Readonly<Record<string, string>> };
    const all = Object.entries({ ...status.allocatable, ...amounts }).filter(([, amount]) => amount !== undefined);
    return { ...node, status: { ...status, allocatable: Object.fromEntries(all) } };
  });

export const inventory = (input: EnvironmentInput, ...changes: readonly Change[]): Inventory =>
  inventoryOf(changes.reduce((answers, change) => change(answers), declared(input)));

/** What preflight says of an environment and a cluster that is as it declares but for some changes. */
export const compared = (input: EnvironmentInput, ...changes: readonly Change[]) =>
  preflight({ synthesis: synthesise(input), inventory: inventory(input, ...changes) });

/** The same, the differences alone, as they are printed. */
export const said = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(input, ...changes).differences.map(formatDifference);
