/**
 * Refuses engines that roll out otherwise than planned or too hastily, and disruption budgets that block a drain for
 * ever.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Replacement, ServerPlan } from '../../plan';
import type { RolloutStrategy } from '../../workload';
import type { Evidence, Seen } from '../evidence';
import { enginesOf } from '../engines';
import type { Kinds } from '../../kubernetes/kinds';
import { shown, type Finding, type Rule } from '../rule';

const defaultDeadline = 600;
const defaultGrace = 30;

/** The strategy as a Deployment writes it. */
const asWritten = (rollout: RolloutStrategy) =>
  rollout.type === 'Recreate'
    ? { type: rollout.type }
    : { type: rollout.type, rollingUpdate: { maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable } };

/** An object that has an engine, and so a spec. */
type Serving<K extends 'Deployment' | 'StatefulSet'> = Seen<{ readonly spec: NonNullable<Kinds[K]['spec']> }>;

function deployment(
  { manifest, body: { spec } }: Serving<'Deployment'>,
  { budgets: { startup, staging } }: ServerPlan,
  planned: Extract<Replacement, { by: 'deployment' }>,
): Finding[] {
  const rollout = asWritten(planned.rollout.value);
  const { progressDeadlineSeconds: deadline = defaultDeadline, minReadySeconds: readyFor = 0 } = spec;
  const { terminationGracePeriodSeconds: grace = defaultGrace } = spec.template.spec ?? {};
  const needed = Math.ceil(startup.value + staging.value);
  return [
    ...(isDeepStrictEqual(spec.strategy, rollout)
      ? []
      : [
          {
            manifest,
            field: 'spec.strategy',
            found: `${shown(spec.strategy)} is not what the plan proved`,
            fix: `write ${shown(rollout)}`,
          },
        ]),
    ...(rollout.type === 'Recreate' || readyFor >= grace
      ? []
      : [
          {
            manifest,
            field: 'spec.minReadySeconds',
            found: `${readyFor} s pass before the old pod is gone, which takes up to ${grace} s: several pods would end at the same time`,
            fix: `at least ${grace}`,
          },
        ]),
    ...(deadline > readyFor
      ? []
      : [
          {
            manifest,
            field: 'spec.progressDeadlineSeconds',
            found: `${deadline} s pass before a pod counts as available, which takes ${readyFor} s`,
            fix: `more than ${readyFor}`,
          },
        ]),
    ...(deadline >= needed
      ? []
      : [
          {
            manifest,
            field: 'spec.progressDeadlineSeconds',
            found: `${deadline} s pass before the weights are staged and loaded, which takes up to ${needed} s`,
            fix: `at least ${needed}`,
          },
        ]),
  ];
}

function statefulSet(
  { manifest, body: { spec } }: Serving<'StatefulSet'>,
  { budgets }: ServerPlan,
  planned: Extract<Replacement, { by: 'stateful-set' }>,
): Finding[] {
  const { rollingUpdate, type } = spec.updateStrategy ?? {};
  const { minReadySeconds: readyFor = 0 } = spec;
  const known = Math.ceil(budgets.propagation?.value ?? 0);
  const most = planned.maxUnavailable.value;
  const unavailable = rollingUpdate?.maxUnavailable ?? 1;
  return [
    ...(spec.podManagementPolicy === 'Parallel'
      ? []
      : [
          {
            manifest,
            field: 'spec.podManagementPolicy',
            found: `${shown(spec.podManagementPolicy)} keeps a bad rollout stuck after it is taken back`,
            fix: "write 'Parallel'",
          },
        ]),
    ...(type === 'OnDelete'
      ? [
          {
            manifest,
            field: 'spec.updateStrategy.type',
            found: 'changes no pod until the pod is deleted by hand',
            fix: "write 'RollingUpdate'",
          },
        ]
      : []),
    ...(readyFor >= known
      ? []
      : [
          {
            manifest,
            field: 'spec.minReadySeconds',
            found: `${readyFor} s pass before the next pod ends, and the gateway sends requests to a new one after up to ${known} s`,
            fix: `at least ${known}`,
          },
        ]),
    ...(Number(unavailable) <= most
      ? []
      : [
          {
            manifest,
            field: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
            found: `${shown(unavailable)} is more than the ${most} that the plan allows`,
            fix: `at most ${most}`,
          },
        ]),
  ];
}

function engines(evidence: Evidence): Finding[] {
  const workloads = new Map(enginesOf(evidence).map(({ pod }) => [pod.workload, pod]));
  return [...workloads].flatMap(([workload, pod]): Finding[] => {
    const plan = evidence.planOf(pod);
    const { manifest } = workload;
    if (plan === undefined) {
      const field = `${pod.metadataField}.labels['app.kubernetes.io/instance']`;
      return [
        {
          manifest,
          field,
          found: `${shown(pod.labels['app.kubernetes.io/instance'])} is not in the plan`,
          fix: 'label the pods with the name of the planned workload',
        },
      ];
    }
    const { replacement } = plan;
    if (manifest.kind === 'Deployment' && replacement.by === 'deployment')
      return deployment(workload as Serving<'Deployment'>, plan, replacement);
    if (manifest.kind === 'StatefulSet' && replacement.by === 'stateful-set')
      return statefulSet(workload as Serving<'StatefulSet'>, plan, replacement);
    return [
      {
        manifest,
        field: 'kind',
        found: `${manifest.kind} is not what the plan made of ${plan.workload.name}`,
        fix: `draw it as a ${replacement.by === 'deployment' ? 'Deployment' : 'StatefulSet'}`,
      },
    ];
  });
}

const isNone = (value: string | number): boolean => Number.parseFloat(`${value}`) < 1;

/**
 * Fewest pods that a drain must be allowed to take at once, as the plan says of the pods that a budget is for; `all`
 * where it draws none.
 */
function planned(
  evidence: Evidence,
  { namespace, body: { spec } }: Seen<Partial<Kinds['PodDisruptionBudget']>>,
): number | 'all' {
  const selected = spec?.selector === undefined ? [] : evidence.podsSelected(namespace, spec.selector);
  const most = selected.map((pod) => evidence.planOf(pod)?.maxUnavailable.value ?? 0);
  return most.reduce<number | 'all'>(
    (known, each) => (known === 'all' || each === 'all' ? 'all' : Math.max(known, each)),
    0,
  );
}

function budgets(evidence: Evidence): Finding[] {
  return evidence.of('PodDisruptionBudget').flatMap((budget) => {
    const {
      manifest,
      body: { spec },
    } = budget;
    const { maxUnavailable, minAvailable, unhealthyPodEvictionPolicy } = spec ?? {};
    const needed = planned(evidence, budget);
    if (needed === 'all')
      return [
        {
          manifest,
          field: 'spec.selector',
          found:
            'it selects batch pods: while one of them loads, the scheduler preempts a ready pod of a higher class rather than break this budget',
          fix: 'leave the budget out',
        },
      ];
    const finding = (field: string, value: unknown, fix: string): Finding => ({
      manifest,
      field: `spec.${field}`,
      found: `${shown(value)} can block a drain for ever`,
      fix,
    });
    return [
      ...(unhealthyPodEvictionPolicy === 'AlwaysAllow'
        ? []
        : [finding('unhealthyPodEvictionPolicy', unhealthyPodEvictionPolicy, "write 'AlwaysAllow'")]),
      ...(minAvailable === undefined ? [] : [finding('minAvailable', minAvailable, 'write maxUnavailable')]),
      ...(maxUnavailable === undefined || isNone(maxUnavailable)
        ? [finding('maxUnavailable', maxUnavailable, `at least ${Math.max(1, needed)}`)]
        : []),
      ...(typeof maxUnavailable === 'number' && maxUnavailable > 0 && maxUnavailable < needed
        ? [finding('maxUnavailable', maxUnavailable, `at least ${needed}, as many as one node may hold`)]
        : []),
    ];
  });
}

export const rollout: Rule = {
  name: 'rollout',
  promise:
    'Engines roll out as the plan proves: one pod ends at a time, the next when the gateway knows its new pod, and the deadline covers the loading of weights. No disruption budget blocks a drain, or selects batch pods.',
  cluster:
    'The server takes all of it; a rollout that surges without a spare GPU, and a drain against a budget of none, are shown to hang, and a budget over batch to turn priorities upside down.',
  check: (evidence) => [...engines(evidence), ...budgets(evidence)],
};
