/** The ends of connections: pods as network policies see them, and addresses outside of the cluster. */
import { type AddressRange, parseCidr, rangeOf, withoutHash } from '../core';
import { namespaceLabel } from '../kubernetes/kinds';
import { type Labels, type Manifest, ofKind, part, workloadPod } from '../kubernetes/read';
import type { NamedPort } from './ports';

/** Pods that policies treat alike: those of a workload, or one pod. */
export interface PodEnd {
  readonly kind: 'pods';
  /** `llm-serving/legal`: namespace and workload, without the hash of its content. */
  readonly name: string;
  /** @default - a namespace that nothing names */
  readonly namespace?: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  /** Ports that the containers declare; a named port of a policy is looked up here. */
  readonly ports: readonly NamedPort[];
  /** Address of the pod. @default - unknown: no range of a policy includes it */
  readonly address?: string;
  /** Whether the pod uses the network of its node: policies then do not see it as a pod. @default false */
  readonly hostNetwork?: boolean;
}

/** Addresses outside of the cluster, or of nodes. A policy includes them if it includes all of them. */
export interface AddressEnd {
  readonly kind: 'addresses';
  /** `internet`, `private addresses`, `10.0.0.1` */
  readonly name: string;
  readonly ranges: readonly AddressRange[];
}

/** One end of a connection. */
export type End = PodEnd | AddressEnd;

/** Addresses with a name: `addressEnd('API server', ['10.96.0.1/32'])`. A text that is no range is left out. */
export const addressEnd = (name: string, ranges: readonly string[]): AddressEnd => ({
  kind: 'addresses',
  name,
  ranges: ranges.flatMap((text) => parseCidr(text.includes('/') ? text : rangeOf(text)) ?? []),
});

/** Labels of a namespace as policies see them: the API server adds the name. */
export const withNameLabel = (namespace: string, labels: Labels = {}): Labels => ({
  ...labels,
  [namespaceLabel]: namespace,
});

/** Labels of every namespace among some manifests. */
export const namespaceLabelsOf = (manifests: readonly Manifest[]): ReadonlyMap<string, Labels> =>
  new Map(ofKind(manifests, 'Namespace').map(({ metadata: { name, labels } }) => [name, withNameLabel(name, labels)]));

/** Labels that the Job controller adds to its pods. */
const ofJob = ({ kind, metadata: { name } }: Manifest): Labels =>
  kind === 'Job' ? { 'batch.kubernetes.io/job-name': name, 'job-name': name } : {};

/**
 * The pods of a workload, or a pod, with its address if its status has one; `undefined` for kinds without pods. Labels
 * in which the pods of one workload differ (those of ordinals and of template hashes) are not added.
 */
export function podEnd(manifest: Manifest, namespaceLabels: Labels = {}): PodEnd | undefined {
  const pod = workloadPod(manifest);
  if (pod === undefined) return undefined;
  const { namespace = 'default', name } = manifest.metadata;
  const address = part(manifest, 'status', 'podIP');
  return {
    kind: 'pods',
    name: `${namespace}/${name}`,
    namespace,
    namespaceLabels: withNameLabel(namespace, namespaceLabels),
    labels: { ...ofJob(manifest), ...pod.labels },
    // A container that is at its end before others start receives nothing.
    ports: pod.containers
      .filter(({ role, container: { restartPolicy } }) => role !== 'init' || restartPolicy === 'Always')
      .flatMap(({ container: { ports = [] } }) => ports),
    address: typeof address === 'string' ? address : undefined,
    hostNetwork: pod.spec.hostNetwork,
  };
}

/** The name without the hash of its content, unless two workloads would then have the same. */
function withShortNames(ends: readonly PodEnd[]): readonly PodEnd[] {
  const short = ends.map(({ name }) => withoutHash(name) ?? name);
  const uses = new Map<string, number>();
  for (const name of short) uses.set(name, (uses.get(name) ?? 0) + 1);
  return ends.map((end, i) => {
    const name = short[i] ?? end.name;
    return uses.get(name) === 1 ? { ...end, name } : end;
  });
}

/** The pods of every workload among some manifests. */
export function podEnds(manifests: readonly Manifest[]): readonly PodEnd[] {
  const labels = namespaceLabelsOf(manifests);
  return withShortNames(
    manifests.flatMap((manifest) => podEnd(manifest, labels.get(manifest.metadata.namespace ?? 'default')) ?? []),
  );
}
