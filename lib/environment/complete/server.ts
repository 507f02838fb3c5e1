/** A workload of an overlay → a workload that its engine has completed. */
import type { z } from 'zod';
import { childPath, fault, type FaultCode, type Path } from '../../core';
import type { Engine, Engines, Section } from '../../engines';
import type { ReplicaRange, ServerWorkload, WorkloadInput } from '../../workload';
import { read } from '../schema/read';
import { checkObjectAdditions, checkPodAdditions } from './additions';
import { isPossible, refuseTwice } from './lists';
import { checkLocalTier, usualTier } from './local-tier';
import { checkPrompt, commonPart, modelOf, type Surroundings } from './workload';

/** Why an autoscaler gets no metrics. */
const withoutMetrics = {
  none: 'the cluster serves it no metrics',
  keda: 'KEDA serves external.metrics.k8s.io only, while the autoscaler reads custom.metrics.k8s.io; no ScaledObject is rendered',
} as const;

function replicasOf({ faults, cluster }: Surroundings, given: WorkloadInput['replicas'], place: Path): ReplicaRange {
  if (typeof given === 'number') return { min: given, max: given };
  isPossible(faults, given, place);
  if (given.min < given.max && (cluster?.metrics === 'none' || cluster?.metrics === 'keda')) {
    faults.add(
      'AutoscalerNeedsMetrics',
      place,
      `${given.min} to ${given.max} replicas need an autoscaler, and ${withoutMetrics[cluster.metrics]}`,
      {
        fix: ["cluster.metrics 'prometheus-adapter'", `replicas ${given.max}`],
      },
    );
  }
  return given;
}

/** The engine that a workload names, or the first one of its section. */
function engineOf(engines: Engines, section: Section, value: unknown): Engine | undefined {
  const named = typeof value === 'object' && value !== null && 'engine' in value ? value.engine : undefined;
  const ofSection = [...engines.values()].filter((engine) => engine.section === section);
  return ofSection.find(({ name }) => name === named) ?? ofSection[0];
}

/** A workload, complete; `undefined` when its shape is wrong or its models are missing, which is reported. */
export function readServer(
  surroundings: Surroundings,
  section: Section,
  key: string,
  value: unknown,
  place: Path,
): ServerWorkload | undefined {
  const { faults, names, engines } = surroundings;
  const engine = engineOf(engines, section, value);
  if (engine === undefined) return undefined;
  const name = names.give(key, place);
  const shape = read<WorkloadInput>(engine.schema as z.ZodType<WorkloadInput>, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const input = shape.value;
  checkPodAdditions(faults, input.pods, [engine], childPath(place, 'pods'));
  checkObjectAdditions(faults, input.objects, childPath(place, 'objects'));
  const { common, targets } = commonPart(surroundings, input, place);
  const replicas = replicasOf(surroundings, input.replicas, childPath(place, 'replicas'));
  if (input.local !== undefined) checkLocalTier(surroundings, input.local, engine.tiers, targets, place);
  checkPrompt(faults, input.settings, childPath(place, 'settings'));
  const own = engine.complete(input, {
    place,
    gpus: common.gpus,
    add: (code, where, found, remedies) => faults.take([fault(code as FaultCode, where, found, remedies)]),
    take: (found) => faults.take(found),
    refuseTwice: (list, where, textOf) => refuseTwice(faults, list, where, textOf),
    model: (model, where) => modelOf(surroundings, model, where),
  });
  if (own === undefined) return undefined;
  const { memory, tokensPerSecond } = input;
  const workload = {
    ...own,
    engine: engine.name,
    section,
    key,
    name,
    ...common,
    memory,
    tokensPerSecond,
    replicas,
    local: input.local ?? usualTier(surroundings, own.served, engine.tiers),
  };
  for (const further of engine.furtherNames(workload)) names.take(further, place);
  return workload;
}
