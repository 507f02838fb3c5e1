/**
 * Which pods a selector selects: through an index of labels, so that a thousand selectors over a thousand pods stay
 * linear.
 */
import { own } from '../core';
import { ofPlatform } from '../kubernetes/draw';
import { isKind, type LabelSelector, matches } from '../kubernetes/read';
import { groupBy, orNone } from './lists';
import type { Pod } from './pods';

export { selectsAll, type LabelSelector } from '../kubernetes/read';

/** Finds pods by their labels. */
export interface PodIndex {
  /** Pods of a namespace that a selector selects; an empty selector selects all of them. */
  podsSelected(namespace: string, selector: LabelSelector): readonly Pod[];
}

const platformLabels = Object.entries(ofPlatform);

/** Whether a selector is exactly the label of the platform: all pods of Corral, and none of others. */
export const selectsPlatform = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  matchExpressions.length === 0 &&
  Object.keys(matchLabels).length === platformLabels.length &&
  platformLabels.every(([key, value]) => own(matchLabels, key) === value);

/** Labels that the StatefulSet controller adds to each of its pods. */
export const ordinalLabels = ['apps.kubernetes.io/pod-index', 'statefulset.kubernetes.io/pod-name'] as const;

/** Whether a text is the ordinal of one of so many pods, as the controller writes it. */
export const isOrdinalOf = (text: string, replicas = 1): boolean =>
  /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < replicas;

/** Whether one pod of a StatefulSet carries a label of its ordinal. */
function hasOrdinal({ workload: { manifest } }: Pod, label: string, value: string): boolean {
  if (!isKind(manifest, 'StatefulSet')) return false;
  const prefix = label === ordinalLabels[0] ? '' : `${manifest.metadata.name}-`;
  return value.startsWith(prefix) && isOrdinalOf(value.slice(prefix.length), manifest.spec?.replicas);
}

const isOrdinal = (label: string): boolean => (ordinalLabels as readonly string[]).includes(label);

/** Whether a selector selects a pod of its namespace. */
export const selects = (selector: LabelSelector, pod: Pod): boolean =>
  matches(selector, pod.labels, (label, value) =>
    isOrdinal(label) ? hasOrdinal(pod, label, value) : own(pod.labels, label) === value,
  );

const indexKey = (namespace: string, label: string, value: string): string => `${namespace} ${label}=${value}`;

/** Indexes pods by namespace and by each of their labels. */
export function podIndex(pods: readonly Pod[]): PodIndex {
  const entries = pods.flatMap((pod) => [
    { pod, key: pod.namespace },
    ...Object.entries(pod.labels).map(([label, value]) => ({ pod, key: indexKey(pod.namespace, label, value) })),
  ]);
  const byKey = groupBy(entries, ({ key }) => key);
  const listOf = (key: string) => orNone(byKey.get(key));
  return {
    podsSelected: (namespace, selector) => {
      const [shortest = listOf(namespace)] = Object.entries(selector.matchLabels ?? {})
        .filter(([label]) => !isOrdinal(label))
        .map(([label, value]) => listOf(indexKey(namespace, label, value)))
        .sort((a, b) => a.length - b.length);
      return shortest.map(({ pod }) => pod).filter((pod) => selects(selector, pod));
    },
  };
}
