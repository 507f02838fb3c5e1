/** Which pods a change replaces, in which order, and whether anybody is left to answer meanwhile. */
import { part, podTemplate, startupPatience } from '../kubernetes/read';
import type { Duration } from '../core';
import { fieldChanges } from './fields';
import { replicasOf } from './models';
import type { Pair } from './pairing';
import { isServing, workloadName, type Placed, type Side } from './side';

/** `no`: a new pod is ready before an old one goes. `partly`: fewer pods answer. `yes`: none does. */
export type Away = 'no' | 'partly' | 'yes';

/** A workload whose pods are replaced. */
export interface Restart {
  readonly wave: number;
  /** `Deployment llm-serving/legal` */
  readonly workload: string;
  /** Fields of the pod that changed. */
  readonly because: readonly string[];
  readonly away: Away;
  /** How it is replaced: `1 of 3 pods at a time`. */
  readonly how: string;
  /** Seconds that one step may take at most: the old pod's end and the new one's start. Absent where nothing says. */
  readonly seconds?: Duration;
  /** Steps until all pods are new. */
  readonly steps: number;
}

/** A number of pods, or a percentage of all, rounded as Kubernetes does: surge up, unavailability down. */
function pods(value: unknown, all: number, missing: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.endsWith('%') ? round((Number(value.slice(0, -1)) / 100) * all) : missing;
}

interface Manner {
  readonly away: Away;
  readonly how: string;
  readonly steps: number;
}

const atATime = (gone: number, all: number): Manner =>
  gone >= all
    ? {
        away: 'yes',
        how: all === 1 ? 'the only pod ends before the new pod starts' : `all ${all} pods at once`,
        steps: 1,
      }
    : { away: 'partly', how: `${gone} of ${all} pods at a time`, steps: Math.ceil(all / gone) };

/** How a workload replaces its pods, by its kind and strategy. */
function manner({ manifest }: Placed, all: number): Manner {
  const strategy = part(manifest, 'spec', manifest.kind === 'Deployment' ? 'strategy' : 'updateStrategy');
  const type = part(strategy, 'type') ?? 'RollingUpdate';
  if (type === 'Recreate') return { ...atATime(all, all), steps: 1 };
  if (type === 'OnDelete') return { away: 'no', how: 'only after its pods are deleted by hand', steps: 0 };
  const rolling = part(strategy, 'rollingUpdate');
  const defaults =
    manifest.kind === 'Deployment' ? { gone: Math.floor(all / 4), more: Math.ceil(all / 4) } : { gone: 1, more: 0 };
  const gone = pods(part(rolling, 'maxUnavailable'), all, defaults.gone, Math.floor);
  const more = pods(part(rolling, 'maxSurge'), all, defaults.more, Math.ceil);
  if (gone > 0) return atATime(gone, all);
  return { away: 'no', how: 'each old pod ends after its new pod is ready', steps: Math.ceil(all / Math.max(1, more)) };
}

/** Seconds of one step: what the plan says, else what the object itself allows. */
function secondsOf({ manifest }: Placed, { facts }: Side): Duration | undefined {
  const planned = facts?.workloads[workloadName(manifest)]?.step;
  if (planned !== undefined) return planned as Duration;
  const { progressDeadlineSeconds, minReadySeconds = 0 } = (part(manifest, 'spec') ?? {}) as {
    readonly progressDeadlineSeconds?: number;
    readonly minReadySeconds?: number;
  };
  if (progressDeadlineSeconds !== undefined) return (progressDeadlineSeconds + minReadySeconds) as Duration;
  const { containers = [], terminationGracePeriodSeconds = 30 } = podTemplate(manifest)?.spec ?? {};
  const starts = containers.flatMap(({ startupProbe }) => startupProbe ?? []).map(startupPatience);
  return starts.length === 0 ? undefined : ((terminationGracePeriodSeconds + Math.max(...starts)) as Duration);
}

/** Pods that run before the change. */
const running = ({ before }: Pair, side: Side): number =>
  replicasOf(
    before.manifest,
    side.charts.flatMap(({ manifests }) => manifests),
  ).min;

function restart(pair: Pair, before: Side, after: Side): readonly Restart[] {
  const { before: old, after: now, renamed } = pair;
  if (!isServing(now.manifest)) return [];
  const because = fieldChanges(podTemplate(old.manifest), podTemplate(now.manifest)).map(({ field }) => field);
  if (because.length === 0 && renamed !== 'name') return [];
  const all = Math.max(1, running(pair, before));
  const seconds = secondsOf(now, after);
  const { wave, title: workload } = now;
  if (renamed === 'name')
    return [
      {
        wave,
        workload,
        because: ['the name'],
        away: 'yes',
        how: 'the old pods are deleted while the new pods start',
        seconds,
        steps: 1,
      },
    ];
  return [{ wave, workload, because, seconds, ...manner(now, all) }];
}

/** Restarts in the order in which they happen: by wave; within one, at the same time. */
export const restarts = (pairs: readonly Pair[], before: Side, after: Side): readonly Restart[] =>
  pairs
    .flatMap((pair) => restart(pair, before, after))
    .sort((a, b) => a.wave - b.wave || (a.workload < b.workload ? -1 : 1));
