/** Steps of several pods along one axis of seconds, the same for all pictures of a table. */
import { written } from '../html/figure';
import type { Markup } from '../html/markup';
import { paths, picture, rect, scale, text } from './shapes';

export interface Step {
  /** Class of the step: its colour. */
  readonly kind: string;
  readonly title: string;
  /** Seconds from the beginning. */
  readonly from: number;
  readonly to: number;
}

/** What one pod does. */
export interface Lane {
  readonly title: string;
  readonly steps: readonly Step[];
}

const [labelWidth, width, laneHeight, axisHeight] = [72, 320, 20, 16] as const;

/** Seconds between two ticks are one of these, or such a number of tens, hundreds and so on. */
const steps = [1, 2, 5] as const;
/** Ticks after that at 0, at most: their texts stand beside each other. */
const mostTicks = 4;

/** Seconds at which an axis has ticks. */
export function ticksOf(end: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(end, 1) / mostTicks));
  const step = [...steps, 10].map((each) => Math.max(1, each * power)).find((each) => end / each <= mostTicks) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
}

/** Seconds at which the last of these ends: the length of their common axis. */
export const axisOf = (all: readonly (readonly Lane[])[]): number =>
  all.flat().reduce((end, { steps: own }) => own.reduce((most, { to }) => Math.max(most, to), end), 1);

const laneText = ({ title, steps: own }: Lane): string =>
  `${title} ${own.map((step) => `${step.title} until ${written.time(step.to)}`).join(', ')}`;

/**
 * @param label of what, which readers of a screen hear first
 * @param end seconds that its axis has: as many as those of the pictures beside it
 */
export function timeline(label: string, lanes: readonly Lane[], end: number): Markup {
  const x = (seconds: number): number => labelWidth + (seconds / end) * (width - labelWidth);
  const bottom = lanes.length * laneHeight;
  const ticks = ticksOf(end).map((seconds) => [x(seconds), `${written.count(seconds)} s`] as const);
  return picture(
    width,
    bottom + axisHeight,
    `${label}: ${lanes.map(laneText).join('; ')}`,
    [
      paths(
        ticks.map(([at]) => [
          [at, 0],
          [at, bottom + 3],
        ]),
        'tick',
      ),
      lanes.map(({ title, steps: own }, i) => [
        text(0, i * laneHeight + 14, title, 'label'),
        own.map((step) =>
          rect(
            x(step.from),
            i * laneHeight + 2,
            // A step that is short beside the others is seen all the same.
            Math.max(step.to > step.from ? 1 : 0, x(step.to) - x(step.from)),
            laneHeight - 5,
            step.kind,
          ),
        ),
      ]),
      // The middle of a text within the picture.
      scale(
        bottom + 13,
        ticks.map(([at, own]) => [Math.min(at, width - 4 * own.length), own]),
      ),
    ],
    'lanes',
  );
}
