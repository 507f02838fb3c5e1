/** Windows of the week in which a model has more pods than its minimum: types, and their minutes. */

/** A day of the week, as a schedule names it. */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[];

/** Names for several days. */
export type NamedDays = 'daily' | 'weekdays' | 'weekend';
export const namedDays = {
  daily: weekdays,
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  weekend: ['sat', 'sun'],
} as const satisfies Readonly<Record<NamedDays, readonly Weekday[]>>;

/** A time of the day: `'07:00'`, `'18:30'`. */
export type TimeOfDay = `${number}:${number}`;

/** One window, as an overlay writes it. */
export interface ScheduleWindowInput {
  /** Days on which it begins. */
  readonly days: NamedDays | readonly [Weekday, ...Weekday[]];
  /** When it begins. */
  readonly from: TimeOfDay;
  /** When it ends; a time that is not after `from` is one of the next day. */
  readonly to: TimeOfDay;
  /** Time zone of the IANA database, which knows summer time: `'Europe/Berlin'`, `'UTC'`. */
  readonly timeZone: string;
  /** Least pods in the window; requests may still ask for more. */
  readonly replicas: number;
}

/** One window, complete. */
export interface ScheduleWindow extends Omit<ScheduleWindowInput, 'days'> {
  readonly days: readonly Weekday[];
}

const minutesOfDay = 24 * 60;
/** Minutes of a week. */
export const minutesOfWeek = 7 * minutesOfDay;

/** Minutes since midnight. */
const minuteOf = (time: TimeOfDay): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return 60 * hours + minutes;
};

/** Whether a window ends on the day after it began. */
export const endsNextDay = ({ from, to }: Pick<ScheduleWindow, 'from' | 'to'>): boolean =>
  minuteOf(to) <= minuteOf(from);

/** Minutes of one window. */
const lengthOf = (window: Pick<ScheduleWindow, 'from' | 'to'>): number =>
  minuteOf(window.to) - minuteOf(window.from) + (endsNextDay(window) ? minutesOfDay : 0);

/** When a window begins, in minutes since Monday midnight, once for each of its days. */
const startsOf = ({ days, from }: ScheduleWindow): readonly number[] =>
  days.map((day) => weekdays.indexOf(day) * minutesOfDay + minuteOf(from));

/** The minutes of the week at which a window begins and ends. */
export const edgesOf = (window: ScheduleWindow): readonly number[] =>
  startsOf(window).flatMap((start) => [start, (start + lengthOf(window)) % minutesOfWeek]);

/** Whether a window lasts at a minute of the week, in its own time zone. */
export const lastsAt = (window: ScheduleWindow, minute: number): boolean =>
  startsOf(window).some((start) => (minute - start + minutesOfWeek) % minutesOfWeek < lengthOf(window));

/** Whether two windows of one time zone have a minute in common. */
export const overlaps = (a: ScheduleWindow, b: ScheduleWindow): boolean =>
  startsOf(a).some((start) => lastsAt(b, start)) || startsOf(b).some((start) => lastsAt(a, start));

/** `mon–fri 07:00–19:00 Europe/Berlin`. */
export function windowText({ days, from, to, timeZone }: ScheduleWindow): string {
  const inOrder = weekdays.filter((day) => days.includes(day));
  const [first = '', last = ''] = [inOrder[0], inOrder.at(-1)];
  const isRun =
    inOrder.length > 2 && weekdays.indexOf(last as Weekday) - weekdays.indexOf(first as Weekday) === inOrder.length - 1;
  return `${isRun ? `${first}–${last}` : inOrder.join(', ')} ${from}–${to} ${timeZone}`;
}
