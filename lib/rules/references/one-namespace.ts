/** Refuses, where rights end at one namespace, what needs more rights, and what would hold for pods of others there. */
import { type LabelSelector, title } from '../../kubernetes/read';
import type { Evidence, Seen } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';

/** Kinds that hold for every pod of a namespace. */
const ofEveryPod: readonly string[] = ['LimitRange', 'ResourceQuota'];

/** Kinds that hold for the pods that they select: a Service sends them requests. */
const selecting = {
  NetworkPolicy: 'spec.podSelector.matchLabels',
  PodDisruptionBudget: 'spec.selector.matchLabels',
  Service: 'spec.selector',
} as const;

/** Labels of which one keeps a selector to pods of Corral. */
const ownLabels: readonly string[] = ['app.kubernetes.io/part-of', 'app.kubernetes.io/instance'];

interface Selecting {
  readonly podSelector?: LabelSelector;
  readonly selector?: LabelSelector & Readonly<Record<string, unknown>>;
}

const labelsOf = ({ manifest: { kind }, body }: Seen): object => {
  const { podSelector, selector } = (body as { readonly spec?: Selecting }).spec ?? {};
  if (kind === 'NetworkPolicy') return podSelector?.matchLabels ?? {};
  return (kind === 'Service' ? selector : selector?.matchLabels) ?? {};
};

function ofSelector(seen: Seen): Finding[] {
  const { manifest } = seen;
  const field = Object.hasOwn(selecting, manifest.kind)
    ? selecting[manifest.kind as keyof typeof selecting]
    : undefined;
  if (field === undefined || ownLabels.some((label) => label in labelsOf(seen))) return [];
  return [
    {
      manifest,
      field,
      found: `${shown(labelsOf(seen))} can select pods of others in the namespace`,
      fix: `select by ${ownLabels.join(' or ')}`,
    },
  ];
}

function check({ all, plan }: Evidence): Finding[] {
  const { scope, namespaces } = plan.environment.cluster;
  if (scope !== 'namespaced') return [];
  const namespace = namespaces.serving;
  return all.flatMap((seen): Finding[] => {
    const { manifest } = seen;
    if (seen.namespace !== namespace)
      return [
        {
          manifest,
          field: 'metadata.namespace',
          found: `${title(manifest)} is not in namespace '${namespace}', where the rights of the environment end`,
          fix: 'declare it in prerequisites, and have it made',
        },
      ];
    if (ofEveryPod.includes(manifest.kind))
      return [
        {
          manifest,
          field: 'spec',
          found: `a ${manifest.kind} holds for the pods of others in the namespace too`,
          fix: 'declare it in cluster.existingQuotas or cluster.existingLimits, and have it made',
        },
      ];
    return ofSelector(seen);
  });
}

export const oneNamespace: Rule = {
  name: 'one-namespace',
  promise: 'With rights in one namespace, every object is in it, and none holds for the pods of others there.',
  cluster: 'The server refuses objects elsewhere to a user with a Role in the namespace, which is shown with one.',
  check,
};
