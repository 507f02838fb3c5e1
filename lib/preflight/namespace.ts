/** A namespace that exists, with what others keep in it: only what reaches the pods of the environment differs. */
import { childPath } from '../core';
import { isOurs, type LiveObject, partOf } from '../inventory';
import { type LabelSelector, type Manifest, matches, title, workloadPod } from '../kubernetes/read';
import { difference, type Comparison, type Difference } from './difference';
import { markDifferences } from './neighbours';
import { listed } from './node-list';
import { limitDifferences, quotaDifferences } from './quotas';

interface Place extends Comparison {
  readonly here: string;
  readonly namespace: string;
  readonly manifests: readonly Manifest[];
}

const others = ({ inventory, namespace }: Place, kind: string): readonly LiveObject[] =>
  inventory.of(kind).filter((object) => object.metadata.namespace === namespace && !isOurs(object));

/** Titles of workloads of the environment whose pods a selector selects. */
const selected = ({ manifests }: Place, selector: LabelSelector): readonly string[] =>
  manifests.flatMap((manifest) => {
    const pod = workloadPod(manifest);
    return pod !== undefined && matches(selector, pod.labels) ? [title(manifest)] : [];
  });

const shared = ({ here }: Place, declared: string, found: string, ...fix: readonly string[]): Difference =>
  difference('NamespaceShared', here, declared, found, ...fix, 'name another namespace in the environment');

function missing({ here, namespace, inventory }: Place): readonly Difference[] {
  if (inventory.isUnread('Namespace') || inventory.find('Namespace', '', namespace) !== undefined) return [];
  return [
    difference(
      'NamespaceMissing',
      here,
      `namespace '${namespace}'`,
      'none',
      `have it made: kubectl create namespace ${namespace}`,
    ),
  ];
}

interface Policy {
  readonly podSelector: LabelSelector;
  readonly ingress: readonly unknown[];
  readonly egress: readonly unknown[];
}

/** Policies add up: one of others that selects our pods opens what it allows. */
function policies(place: Place): readonly Difference[] {
  return others(place, 'NetworkPolicy').flatMap((policy) => {
    const { podSelector = {}, ingress = [], egress = [] } = partOf<Policy>(policy.spec);
    const reached = selected(place, podSelector);
    if (reached.length === 0 || (ingress.length === 0 && egress.length === 0)) return [];
    return [
      shared(
        place,
        'only the flows of the environment for its pods',
        `${title(policy)}, which selects pods of ${listed(reached)} and can allow more`,
        'let it select no pods with app.kubernetes.io/part-of=corral',
      ),
    ];
  });
}

/** A pod with two budgets cannot be evicted. */
function budgets(place: Place): readonly Difference[] {
  return others(place, 'PodDisruptionBudget').flatMap((budget) => {
    const { selector } = partOf<{ readonly selector: LabelSelector }>(budget.spec);
    const reached = selector === undefined ? [] : selected(place, selector);
    return reached.length === 0
      ? []
      : [
          shared(
            place,
            'one budget for each pod',
            `${title(budget)}, which selects pods of ${listed(reached)}: a pod with two budgets cannot be evicted`,
            'let it select no pods with app.kubernetes.io/part-of=corral',
          ),
        ];
  });
}

interface Autoscaler {
  readonly scaleTargetRef: { readonly kind?: string; readonly name?: string };
}

function autoscalers(place: Place): readonly Difference[] {
  return others(place, 'HorizontalPodAutoscaler').flatMap((autoscaler) => {
    const target = partOf<Autoscaler>(autoscaler.spec).scaleTargetRef;
    const found = place.manifests.find(({ kind, metadata: { name } }) => kind === target?.kind && name === target.name);
    return found === undefined
      ? []
      : [
          shared(
            place,
            `the replicas of ${title(found)} as planned`,
            `${title(autoscaler)}, which changes them`,
            `kubectl --namespace ${place.namespace} delete horizontalpodautoscaler ${autoscaler.metadata.name}`,
          ),
        ];
  });
}

/** The selector of an object of ours, if it selects pods. */
function selectorOf({ kind, spec }: Manifest): LabelSelector | undefined {
  const { selector, podSelector } = partOf<{
    readonly selector: LabelSelector & Readonly<Record<string, string>>;
    readonly podSelector: LabelSelector;
  }>(spec);
  if (kind === 'Service') return selector === undefined ? undefined : { matchLabels: selector };
  if (kind === 'NetworkPolicy') return podSelector;
  return kind === 'PodDisruptionBudget' ? selector : undefined;
}

/** Pods of others with the labels that objects of ours select. */
function alike(place: Place): readonly Difference[] {
  return others(place, 'Pod').flatMap((pod) => {
    const selecting = place.manifests.filter((manifest) => {
      const selector = selectorOf(manifest);
      return selector !== undefined && matches(selector, pod.metadata.labels ?? {});
    });
    return selecting.length === 0
      ? []
      : [
          shared(
            place,
            'pods of others with other labels than its own',
            `${title(pod)}, which ${listed(selecting.map(title))} ${selecting.length === 1 ? 'selects' : 'select'}`,
            'give the model another name, or the pod other labels',
          ),
        ];
  });
}

export function namespaceDifferences(comparison: Comparison): readonly Difference[] {
  const { name, charts, plan } = comparison.synthesis;
  const namespace = plan.environment.cluster.namespaces.serving;
  const here = childPath(name, 'cluster', 'namespace');
  const place: Place = { ...comparison, here, namespace, manifests: charts.flatMap(({ manifests }) => manifests) };
  return [
    ...missing(place),
    ...markDifferences(comparison, here, namespace),
    ...quotaDifferences(comparison),
    ...limitDifferences(comparison),
    ...policies(place),
    ...budgets(place),
    ...autoscalers(place),
    ...alike(place),
  ];
}
