/** Node affinity, tolerations and spread of a workload's pods, from the node targets in their order of preference. */
import { vendorOrNvidia } from '../../catalog';
import { type NodeTarget, refuse, type ToleratedTaint } from '../../core';
import type { Affinity, PodSpec, Toleration } from '../kinds';
import { selectorLabels, type Owner } from './labels';

/** Heaviest weight that the scheduler accepts for a preference. */
const heaviest = 100;

/**
 * The taint that nodes with GPUs of a resource usually carry; without GPUs on offer there is nothing to keep away, so it
 * is always tolerated.
 */
const gpuToleration = (resource: string): Toleration => ({
  key: vendorOrNvidia(resource).taint,
  operator: 'Exists',
  effect: 'NoSchedule',
});

function tolerationOf({ key, value, effect }: NodeTarget['taints'][number]): Toleration {
  return value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };
}

/**
 * Tolerations of every taint that the targets carry, and of GPU nodes' own. Taints that only prefer need none.
 *
 * @param gpuResources resources of GPUs that the pods use, or whose nodes they may run on
 */
export function tolerations(
  targets: readonly NodeTarget[],
  gpuResources: readonly string[],
  added: readonly ToleratedTaint[] = [],
): Toleration[] | undefined {
  const ofGpus = gpuResources.map(gpuToleration);
  const wanted = targets
    .flatMap(({ taints }) => taints)
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .map(tolerationOf)
    .filter(({ key, effect }) => !ofGpus.some((own) => key === own.key && effect === own.effect));
  const further = added.map((taint) => ({ ...tolerationOf(taint), tolerationSeconds: taint.seconds }));
  const all = [...ofGpus, ...wanted, ...further];
  const unique = [...new Map(all.map((toleration) => [JSON.stringify(toleration), toleration])).values()];
  return unique.length === 0 ? undefined : unique;
}

function requirements({ name, selector }: NodeTarget) {
  // The scheduler takes a term without requirements for one that no node meets.
  if (selector.length === 0)
    refuse('SelectsNoNode', name, 'has no labels, and would select no node', {
      fix: "select by a label that its nodes carry: { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }",
    });
  return selector.map(({ key, operator, values }) => ({
    key,
    operator,
    values: values === undefined ? undefined : [...values],
  }));
}

/**
 * Where pods may go (any of the targets), which they like best (the earlier, the heavier), and that they would rather
 * not share a node: preferred, since a requirement would leave seven of eight GPUs of a node empty.
 *
 * @throws FaultError `SelectsNoNode` when a target has no labels
 */
export function affinity(owner: Owner, targets: readonly NodeTarget[]): Affinity {
  const step = Math.floor(heaviest / Math.max(1, targets.length));
  return {
    nodeAffinity:
      targets.length === 0
        ? undefined
        : {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: targets.map((target) => ({ matchExpressions: requirements(target) })),
            },
            preferredDuringSchedulingIgnoredDuringExecution:
              targets.length === 1
                ? undefined
                : targets.map((target, place) => ({
                    weight: heaviest - place * step,
                    preference: { matchExpressions: requirements(target) },
                  })),
          },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: selectorLabels(owner) },
          },
        },
      ],
    },
  };
}

/**
 * Spread over zones where there are several; never a reason to stay Pending, and blind to nodes that the pod cannot
 * use. Pods of a Deployment are spread by revision, or those that a rollout is about to remove would count. A
 * StatefulSet replaces pods where they were, so all of them count.
 */
export function zoneSpread(owner: Owner, kind: 'Deployment' | 'StatefulSet'): PodSpec['topologySpreadConstraints'] {
  return [
    {
      topologyKey: 'topology.kubernetes.io/zone',
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      nodeTaintsPolicy: 'Honor',
      nodeAffinityPolicy: 'Honor',
      labelSelector: { matchLabels: selectorLabels(owner) },
      matchLabelKeys: kind === 'Deployment' ? ['pod-template-hash'] : undefined,
    },
  ];
}
