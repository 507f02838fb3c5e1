/** Steps of several pods along one axis of seconds. */
import { written } from '../html/figure';
import type { Markup } from '../html/markup';
import { picture, rect, text } from './shapes';

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

const [labelWidth, width, laneHeight] = [72, 320, 20] as const;

const laneText = ({ title, steps }: Lane): string =>
  `${title} ${steps.map((step) => `${step.title} until ${written.time(step.to)}`).join(', ')}`;

/** @param label of what, which readers of a screen hear first */
export function timeline(label: string, lanes: readonly Lane[]): Markup {
  const end = Math.max(...lanes.flatMap(({ steps }) => steps.map(({ to }) => to)), 1);
  const x = (seconds: number): number => labelWidth + (seconds / end) * (width - labelWidth);
  return picture(
    width,
    lanes.length * laneHeight,
    `${label}: ${lanes.map(laneText).join('; ')}`,
    lanes.map(({ title, steps }, i) => [
      text(0, i * laneHeight + 14, title, 'label'),
      steps.map((step) =>
        rect(
          x(step.from),
          i * laneHeight + 2,
          x(step.to) - x(step.from),
          laneHeight - 5,
          step.kind,
          `${step.title}: ${written.time(step.from)} to ${written.time(step.to)}`,
        ),
      ),
    ]),
  );
}
