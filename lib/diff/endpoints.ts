/**
 * The ends of flows: our workloads' pods, and the outsiders that policies name, each standing for all that look like
 * it.
 */
import { type Labels, type LabelSelector, matches, podTemplate } from '../kubernetes/read';
import { namespaceLabel } from '../kubernetes/kinds';
import type { NamedPort } from './ports';
import { placed, workloadName, type Side } from './side';

/** One end of a flow. */
export interface Endpoint {
  /** `llm-serving/legal`, `pods app=gateway of gateway`, `addresses 0.0.0.0/0 but 10.0.0.0/8`. */
  readonly name: string;
  readonly isOurs: boolean;
  /** Absent for addresses. */
  readonly namespace?: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  readonly ports: readonly NamedPort[];
  /** Set for addresses. */
  readonly block?: string;
}

/** The peers that a rule allows. */
export interface Peer {
  includes(endpoint: Endpoint): boolean;
  /** The outsider that stands for it. */
  readonly outsider: Endpoint;
}

/** What a policy's list of peers holds. */
export interface PolicyPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
}

const labelText = (selector: LabelSelector): string =>
  [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(selector.matchExpressions ?? []).map(({ key, operator, values = [] }) =>
      `${key} ${operator} ${values.join('|')}`.trimEnd(),
    ),
  ]
    .sort()
    .join(',');

/** Labels that a selector is sure to mean. */
const sureLabels = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Labels => ({
  ...Object.fromEntries(
    matchExpressions.flatMap(({ key, operator, values: [first] = [] }) => {
      if (operator === 'Exists') return [[key, '']];
      return operator === 'In' && first !== undefined ? [[key, first]] : [];
    }),
  ),
  ...matchLabels,
});

function addresses({ cidr, except = [] }: NonNullable<PolicyPeer['ipBlock']>): Peer {
  const block = except.length === 0 ? cidr : `${cidr} except ${[...except].sort().join(', ')}`;
  return {
    includes: (endpoint) => endpoint.block === block,
    outsider: { name: `addresses ${block}`, isOurs: false, namespaceLabels: {}, labels: {}, ports: [], block },
  };
}

function podsName(selector: LabelSelector, namespaces: LabelSelector | undefined, own: string): string {
  const pods = labelText(selector) === '' ? 'every pod' : `pods ${labelText(selector)}`;
  if (namespaces === undefined) return `${pods} of ${own}`;
  const { [namespaceLabel]: name, ...others } = namespaces.matchLabels ?? {};
  const isOne =
    name !== undefined && Object.keys(others).length === 0 && (namespaces.matchExpressions ?? []).length === 0;
  return isOne
    ? `${pods} of ${name}`
    : labelText(namespaces) === ''
      ? `${pods} of every namespace`
      : `${pods} of namespaces ${labelText(namespaces)}`;
}

/** A peer of a policy in a namespace; without a selector of namespaces it means its own. */
export function peerOf({ ipBlock, namespaceSelector, podSelector = {} }: PolicyPeer, own: string): Peer {
  if (ipBlock !== undefined) return addresses(ipBlock);
  const namespaceLabels: Labels =
    namespaceSelector === undefined ? { [namespaceLabel]: own } : sureLabels(namespaceSelector);
  return {
    includes: (endpoint) =>
      endpoint.block === undefined &&
      matches(podSelector, endpoint.labels) &&
      (namespaceSelector === undefined
        ? endpoint.namespace === own
        : matches(namespaceSelector, endpoint.namespaceLabels)),
    outsider: {
      name: podsName(podSelector, namespaceSelector, own),
      isOurs: false,
      namespace: namespaceLabels[namespaceLabel],
      namespaceLabels,
      labels: sureLabels(podSelector),
      ports: [],
    },
  };
}

/** The workloads of a side, by namespace and name without a content hash. */
export function endpointsOf(side: Side): readonly Endpoint[] {
  const objects = placed(side);
  const namespaces = objects.map(({ manifest }) => manifest).filter(({ kind }) => kind === 'Namespace');
  const labelsOf = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
  return objects.flatMap(({ manifest }) => {
    const template = podTemplate(manifest);
    if (template === undefined) return [];
    const { namespace = '' } = manifest.metadata;
    return [
      {
        name: workloadName(manifest),
        isOurs: true,
        namespace,
        namespaceLabels: { ...labelsOf.get(namespace), [namespaceLabel]: namespace },
        labels: template.metadata?.labels ?? {},
        ports: (template.spec?.containers ?? []).flatMap(({ ports = [] }) => ports),
      },
    ];
  });
}

/** An outsider that no policy names: only a rule for everybody means it. */
const anybodyElse: Endpoint = {
  name: 'any other peer',
  isOurs: false,
  namespaceLabels: {},
  labels: {},
  ports: [],
  block: 'anywhere',
};

/** Whether a peer selects only pods of ours: it asks for labels, and ours have them. */
const meansUs = (peer: Peer, ours: readonly Endpoint[]): boolean =>
  Object.keys(peer.outsider.labels).length > 0 && ours.some((endpoint) => peer.includes(endpoint));

/** The outsiders that peers name, each once, and one for the rest of the world. */
export function outsiders(peers: readonly Peer[], ours: readonly Endpoint[]): readonly Endpoint[] {
  const byName = new Map(peers.filter((peer) => !meansUs(peer, ours)).map(({ outsider }) => [outsider.name, outsider]));
  return [...[...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), anybodyElse];
}
