/** Windows of a schedule: each must raise the minimum of a range, and no two of a model may last at the same time. */
import { childPath, type Path } from '../../core';
import {
  namedDays,
  overlaps,
  type ReplicaRange,
  type ScheduleWindow,
  type ScheduleWindowInput,
  windowText,
} from '../../workload';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';
import type { Surroundings } from './workload';

/** The days of a window, each by its name; a list with a day twice is reported. */
function daysOf(faults: FaultList, { days }: ScheduleWindowInput, place: Path): ScheduleWindow['days'] {
  if (typeof days === 'string') return namedDays[days];
  refuseTwice(faults, days, place, (day) => `'${day}'`);
  return [...new Set(days)];
}

function checkWindow(
  faults: FaultList,
  { from, to, replicas }: ScheduleWindow,
  range: ReplicaRange,
  place: Path,
): void {
  if (from === to)
    faults.add('Schedule', childPath(place, 'to'), `the window ends at ${to}, when it begins`, {
      fix: ['another time', `replicas.min ${replicas}, for the whole day`],
    });
  const { min, max } = range;
  if (replicas > max || replicas <= min)
    faults.add(
      'Schedule',
      childPath(place, 'replicas'),
      replicas > max
        ? `${replicas} pods in the window are more than replicas.max, ${max}`
        : `${replicas} pods in the window are no more than replicas.min, ${min}: it changes nothing`,
      { allowed: `a whole number from ${min + 1} to ${max}` },
    );
}

/** Refuses windows that are in two time zones, whose distance changes with summer time, and windows that overlap. */
function checkTogether(faults: FaultList, windows: readonly ScheduleWindow[], place: Path): void {
  windows.forEach((window, index) => {
    const here = childPath(place, index);
    const [first = window] = windows;
    if (window.timeZone !== first.timeZone) {
      faults.add(
        'ScheduleOverlap',
        childPath(here, 'timeZone'),
        `${window.timeZone}, and the first window is in ${first.timeZone}: whether they overlap changes with summer time`,
        { fix: `timeZone '${first.timeZone}' in all windows of the model` },
      );
      return;
    }
    const before = windows.findIndex(
      (other, i) => i < index && other.timeZone === window.timeZone && overlaps(other, window),
    );
    const other = windows[before];
    if (other !== undefined)
      faults.add(
        'ScheduleOverlap',
        here,
        `${windowText(window)} overlaps ${windowText(other)} at ${childPath(place, before)}`,
        { fix: 'windows that follow each other' },
      );
  });
}

/** The windows of a model, complete; everything that is wrong with them is reported. */
export function readSchedule(
  { faults, cluster }: Surroundings,
  given: readonly ScheduleWindowInput[] | undefined,
  range: ReplicaRange,
  place: Path,
): readonly ScheduleWindow[] {
  if (given === undefined || given.length === 0) return [];
  const windows = given.map((window, index): ScheduleWindow => ({
    ...window,
    days: daysOf(faults, window, childPath(place, index, 'days')),
  }));
  if (range.min === range.max) {
    faults.add('Schedule', place, `replicas ${range.max} is a fixed number, which no window changes`, {
      fix: [`replicas { min: 0, max: ${range.max} }`, 'leave out schedule'],
    });
    return [];
  }
  if (cluster !== undefined && cluster.metrics !== 'keda')
    faults.add('Schedule', place, `with cluster.metrics '${cluster.metrics}' nothing follows a schedule`, {
      fix: ["cluster.metrics 'keda'", 'leave out schedule'],
    });
  windows.forEach((window, index) => checkWindow(faults, window, range, childPath(place, index)));
  checkTogether(faults, windows, place);
  return windows;
}
