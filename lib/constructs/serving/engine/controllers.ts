/** The Deployment or the StatefulSet of a workload of an engine, with the reason of each number. */
import { type Derived, durationText } from '../../../core';
import { annotations, object, objectLabels, selectorLabels } from '../../../kubernetes/draw';
import type { Kinds } from '../../../kubernetes/kinds';
import { minReady, untilKnown } from '../../../sizing';
import type { RolloutStrategy } from '../../../workload';
import { noBudget } from '../disruption-budget';
import { budgetText } from '../engine-probes';
import { claimTemplate } from '../weights-volume';
import { podTemplate } from './pod-template';
import { type EngineParts, headlessName } from './props';

/** The strategy in Kubernetes' words. */
function strategyOf(strategy: RolloutStrategy): NonNullable<NonNullable<Kinds['Deployment']['spec']>['strategy']> {
  return strategy.type === 'Recreate'
    ? { type: 'Recreate' }
    : {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: strategy.maxSurge, maxUnavailable: strategy.maxUnavailable },
      };
}

/** Annotations that give the reason of each number. */
function reasons({ props, pod }: EngineParts, rollout: Derived<unknown>): Record<string, string> {
  const { compute, budgets, maxUnavailable, loadTimeout, reloadTime } = props;
  return annotations({
    ...pod.annotations,
    'because.cpu': compute.cpu.because,
    'because.memory': compute.memory.because,
    'because.ephemeral-storage': compute.ephemeralStorage.because,
    'because.startup': budgetText(budgets.startup),
    'because.staging': budgetText(budgets.staging),
    'because.patience': budgetText(budgets.patience),
    'because.grace': budgetText(budgets.grace),
    'because.load-timeout': loadTimeout && budgetText(loadTimeout),
    'because.rollout': rollout.because,
    ...noBudget(maxUnavailable),
    'reload-time': reloadTime && `${durationText(reloadTime.value)}: ${reloadTime.because}`,
  });
}

export function deployment(parts: EngineParts, rollout: Derived<RolloutStrategy>): void {
  const { construct, name, owner, props } = parts;
  const { namespace, replicas, budgets } = props;
  const rolling = rollout.value.type === 'RollingUpdate';
  object(construct, 'deployment', 'Deployment', {
    metadata: {
      name,
      namespace,
      labels: objectLabels(owner),
      annotations: {
        ...reasons(parts, rollout),
        ...annotations({
          'because.progress-deadline': budgetText(budgets.progressDeadline),
          'because.min-ready': rolling ? minReady(budgets).because : undefined,
        }),
      },
    },
    spec: {
      replicas: replicas.min === replicas.max ? replicas.max : undefined,
      revisionHistoryLimit: 1,
      minReadySeconds: rolling ? minReady(budgets).value : undefined,
      progressDeadlineSeconds: budgets.progressDeadline.value,
      strategy: strategyOf(rollout.value),
      selector: { matchLabels: selectorLabels(owner) },
      template: podTemplate(parts),
    },
  });
}

export function statefulSet(parts: EngineParts, maxUnavailable: Derived<number>): void {
  const { construct, name, owner, props } = parts;
  const { namespace, replicas, weights, budgets } = props;
  const known = untilKnown(budgets);
  object(construct, 'stateful-set', 'StatefulSet', {
    metadata: {
      name,
      namespace,
      labels: objectLabels(owner),
      annotations: {
        ...reasons(parts, maxUnavailable),
        ...annotations({ 'because.min-ready': known?.because }),
      },
    },
    spec: {
      replicas: replicas.max,
      minReadySeconds: known?.value,
      serviceName: headlessName(parts),
      // Ordered start would wait for each server to load before the next begins, and a bad template could not be
      // rolled back.
      podManagementPolicy: 'Parallel',
      // The server drops `maxUnavailable` unless its gate MaxUnavailableStatefulSet is on, which it is not by
      // default: one is what it does anyway.
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: maxUnavailable.value === 1 ? undefined : { maxUnavailable: maxUnavailable.value },
      },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      revisionHistoryLimit: 1,
      selector: { matchLabels: selectorLabels(owner) },
      template: podTemplate(parts),
      volumeClaimTemplates: weights.kind === 'claim' ? [claimTemplate(weights)] : undefined,
    },
  });
}
