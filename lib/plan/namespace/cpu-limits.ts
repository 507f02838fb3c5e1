/** Limits of CPU: none where they can be left out, since a limit throttles; some namespaces demand one of every container. */
import { cores } from '../../core';
import type { Environment, ExistingLimit } from '../../environment';
import { type Compute, type ContainerWants, helperCpuLimit } from '../../workload';

/** What a LimitRange asks of limits: it sets one by default, or compares it. */
const ofLimits = ['max', 'default', 'maxLimitRequestRatio'] as const satisfies readonly (keyof ExistingLimit)[];

/**
 * Whether every container needs a limit of CPU: a quota that counts `limits.cpu` refuses others, and a LimitRange sets
 * one.
 */
export const limitsCpu = ({ cluster: { existingQuotas, existingLimits } }: Pick<Environment, 'cluster'>): boolean =>
  existingQuotas.some(({ hard }) => hard['limits.cpu'] !== undefined) ||
  existingLimits.some(({ limits }) =>
    limits.some(
      (limit) =>
        limit.type !== 'PersistentVolumeClaim' && ofLimits.some((field) => limit[field]?.['cpu'] !== undefined),
    ),
  );

/** What a small container asks for in the namespace of an environment. */
export const wantsIn = (environment: Pick<Environment, 'cluster'>, wants: ContainerWants): ContainerWants =>
  limitsCpu(environment) ? { ...wants, cpuLimit: Math.max(helperCpuLimit, wants.cpu) } : wants;

/** What a pod of an engine asks for in the namespace of an environment: its threads are pinned to its limit. */
export const computeIn = (environment: Pick<Environment, 'cluster'>, compute: Compute): Compute =>
  limitsCpu(environment)
    ? {
        ...compute,
        cpuLimit: compute.cpuLimit ?? Math.max(compute.cpu.value, cores(compute.threads.value)),
        helperCpuLimit,
      }
    : compute;
