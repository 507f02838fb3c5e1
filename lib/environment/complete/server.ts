/** A workload of an overlay → a workload that its engine has completed. */
import type { z } from 'zod';
import { childPath, fault, type FaultCode, isPlainObject, longestName, type Path, slug } from '../../core';
import type { Engine, Engines, Section, TrackInput } from '../../engines';
import { trackLabel } from '../../kubernetes/kinds';
import type { ReplicaRange, ServerWorkload, WorkloadInput } from '../../workload';
import { FaultList } from '../fault-codes';
import { read } from '../schema/read';
import { checkObjectAdditions, checkPodAdditions } from './additions';
import { isPossible, refuseTwice } from './lists';
import { checkLocalTier, usualTier } from './local-tier';
import { readSchedule } from './schedule';
import { checkPrompt, commonPart, modelOf, type Surroundings } from './workload';

function replicasOf({ faults, cluster }: Surroundings, given: WorkloadInput['replicas'], place: Path): ReplicaRange {
  if (typeof given === 'number') return { min: given, max: given };
  isPossible(faults, given, place);
  const { min, max } = given;
  if (min === 0 && cluster !== undefined && cluster.metrics !== 'keda') {
    faults.add(
      'ScaleToZero',
      place,
      `${min} to ${max} replicas: with cluster.metrics '${cluster.metrics}' nothing would wake a model without a pod`,
      { fix: ["cluster.metrics 'keda'", 'min 1'] },
    );
  } else if (min < max && cluster?.metrics === 'none') {
    faults.add(
      'AutoscalerNeedsMetrics',
      place,
      `${min} to ${max} replicas need an autoscaler, and the cluster serves it no metrics`,
      { fix: ["cluster.metrics 'prometheus-adapter'", "cluster.metrics 'keda'", `replicas ${max}`] },
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

/** Where what differs in a track stands: below it, if the overlay states it there. */
function placeInTrack(at: Path, place: Path, name: string, track: unknown): Path {
  const rest = at.slice(place.length);
  const states = (value: unknown, [step, ...further]: readonly string[]): boolean =>
    step === undefined ||
    (isPlainObject(value) && value[step] !== undefined && states(value[step], step === 'settings' ? further : []));
  const steps = rest.split(/[.[\]]+/).filter((step) => step !== '');
  return steps.length > 0 && states(track, steps) ? `${childPath(place, 'tracks', name)}${rest}` : at;
}

/** The workloads of a model with tracks; each fault of what they have in common is reported once. */
function readTracks(
  surroundings: Surroundings,
  engine: Engine,
  key: string,
  input: WorkloadInput,
  given: readonly TrackInput<WorkloadInput>[],
  place: Path,
): readonly ServerWorkload[] | undefined {
  const { faults, names } = surroundings;
  const tracksPlace = childPath(place, 'tracks');
  if (given.every(({ weight }) => weight === 0))
    faults.add('TrackWeights', tracksPlace, 'every weight is 0, so no request would be answered', {
      fix: 'a weight above 0 for the track that is to answer',
    });
  const stated = (input as { readonly tracks?: Readonly<Record<string, unknown>> }).tracks ?? {};
  const seen = new Set<string>();
  const found = given.map(({ name: track, weight, input: own }) => {
    const here = childPath(tracksPlace, track);
    const ownKey = `${key}-${track}`;
    if (slug(ownKey) !== `${slug(key)}-${track}`)
      faults.add('BadName', here, `'${ownKey}' is longer than an object name of ${longestName} characters`, {
        fix: 'a shorter name of the track, or a shorter key of the model',
      });
    const inner = new FaultList();
    const name = names.give(ownKey, here);
    const workload = readWorkload({ ...surroundings, faults: inner }, engine, { key: ownKey, name }, own, place);
    for (const each of inner.faults) {
      const at = placeInTrack(each.at, place, track, stated[track]);
      const text = `${at}\n${each.found}`;
      if (!seen.has(text)) faults.take([{ ...each, at }]);
      seen.add(text);
    }
    if (workload === undefined) return undefined;
    const labels = { ...workload.pods.labels, [trackLabel]: track };
    return { ...workload, track: { of: key, name: track, weight }, pods: { ...workload.pods, labels } };
  });
  const all = found.filter((each) => each !== undefined);
  return all.length === found.length ? all : undefined;
}

/**
 * The workloads of an entry, complete: one, or one for each track. `undefined` when its shape is wrong or its models
 * are missing, which is reported.
 */
export function readServer(
  surroundings: Surroundings,
  section: Section,
  key: string,
  value: unknown,
  place: Path,
): readonly ServerWorkload[] | undefined {
  const { faults, names, engines } = surroundings;
  const engine = engineOf(engines, section, value);
  if (engine === undefined) return undefined;
  const shape = read<WorkloadInput>(engine.schema as z.ZodType<WorkloadInput>, value, place);
  if (shape.faults !== undefined) {
    names.give(key, place);
    faults.take(shape.faults);
    return undefined;
  }
  const input = shape.value;
  const tracks = engine.tracks?.(input) ?? [];
  if (tracks.length > 0) return readTracks(surroundings, engine, key, input, tracks, place);
  const workload = readWorkload(surroundings, engine, { key, name: names.give(key, place) }, input, place);
  return workload && [workload];
}

/** One workload, complete. */
function readWorkload(
  surroundings: Surroundings,
  engine: Engine,
  named: Pick<ServerWorkload, 'key' | 'name'>,
  input: WorkloadInput,
  place: Path,
): ServerWorkload | undefined {
  const { faults, names } = surroundings;
  checkPodAdditions(faults, input.pods, [engine], childPath(place, 'pods'));
  checkObjectAdditions(faults, input.objects, childPath(place, 'objects'));
  const { common, targets } = commonPart(surroundings, engine, input, place);
  const replicas = replicasOf(surroundings, input.replicas, childPath(place, 'replicas'));
  const schedule = readSchedule(surroundings, input.schedule, replicas, childPath(place, 'schedule'));
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
  const { memory, tokensPerSecond, affinity } = input;
  const workload = {
    ...own,
    engine: engine.name,
    section: engine.section,
    ...named,
    ...(affinity === undefined ? {} : { affinity }),
    ...common,
    memory,
    tokensPerSecond,
    replicas,
    ...(schedule.length === 0 ? {} : { schedule }),
    local: input.local ?? usualTier(surroundings, own.served, engine.tiers),
  };
  for (const further of engine.furtherNames(workload)) names.take(further, place);
  return workload;
}
