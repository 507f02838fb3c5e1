/** Refuses selectors that miss their own pods, share pods with another workload, or name a label that may change. */
import type { Evidence, Seen } from '../evidence';
import { ordinalLabels, selects, selectsAll, selectsPlatform, type LabelSelector } from '../selection';
import { shown, type Finding, type Rule } from '../rule';
import { specOf } from '../spec';

const keys = ['app.kubernetes.io/instance', 'app.kubernetes.io/name'] as const;
const ordinals: readonly string[] = ordinalLabels;

/** Whether a selector consists of the two labels that never change, and nothing else. */
const isStable = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector, more: readonly string[] = []): boolean =>
  matchExpressions.length === 0 &&
  Object.keys(matchLabels)
    .filter((key) => !more.includes(key))
    .sort()
    .join() === keys.join();

const unstable = ({ manifest }: Seen, field: string, selector: LabelSelector | undefined): Finding => ({
  manifest,
  field,
  found: `selects by ${shown(selector)}`,
  fix: `select by ${keys[1]} and ${keys[0]}, and nothing else: a selector cannot be changed later`,
});

function workloads({ pods, podsSelected }: Evidence): Finding[] {
  return pods.flatMap((pod): Finding[] => {
    const { manifest } = pod.workload;
    if (!['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(manifest.kind)) return [];
    const { selector = {} } = specOf<{ selector: LabelSelector }>(manifest);
    const others = podsSelected(pod.namespace, selector).filter(({ workload }) => workload.manifest !== manifest);
    return [
      ...(isStable(selector) ? [] : [unstable(pod.workload, 'spec.selector', selector)]),
      ...(selects(selector, pod)
        ? []
        : [
            {
              manifest,
              field: 'spec.selector',
              found: `does not select its own pods, which have ${shown(pod.labels)}`,
              fix: 'give the selector and the template the same labels',
            },
          ]),
      ...(selectsAll(selector)
        ? []
        : others.map(({ workload }) => ({
            manifest,
            field: 'spec.selector',
            found: `selects the pods of ${workload.manifest.kind} ${workload.manifest.metadata.name} too`,
            fix: 'give each workload an instance label of its own',
          }))),
    ];
  });
}

function check(evidence: Evidence): Finding[] {
  const { of, plan } = evidence;
  // In a namespace that exists, the default deny selects the pods of Corral, by a label that they always have.
  const isDefault = plan.environment.cluster.scope === 'namespaced' ? selectsPlatform : selectsAll;
  return [
    ...workloads(evidence),
    ...of('Service').flatMap((service) => {
      const selector = { matchLabels: service.body.spec?.selector };
      return selectsAll(selector) || isStable(selector, ordinals)
        ? []
        : [unstable(service, 'spec.selector', selector.matchLabels)];
    }),
    ...of('PodDisruptionBudget').flatMap((budget) => {
      const selector = budget.body.spec?.selector;
      return isStable(selector ?? {}) ? [] : [unstable(budget, 'spec.selector', selector)];
    }),
    ...of('NetworkPolicy').flatMap((policy) => {
      const selector = policy.body.spec?.podSelector ?? {};
      return isDefault(selector) || isStable(selector) ? [] : [unstable(policy, 'spec.podSelector', selector)];
    }),
  ];
}

export const selectors: Rule = {
  name: 'selectors',
  promise:
    'A selector is the name label and the instance label of one workload: it matches the pods of that workload only, and never changes.',
  cluster:
    'The server refuses a selector that misses its template or changes; two workloads with one selector it takes, and they count each other’s pods.',
  check,
};
