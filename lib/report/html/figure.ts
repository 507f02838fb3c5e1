/** Numbers of a page: each carries its value, its unit, and where the plan states it. */
import { bytes, type Duration, durationText, mibText } from '../../core';
import { markup, type Markup } from './markup';
import type { Source } from './pointer';

/** Digits in groups of three: `12 345`. */
const grouped = (number: number): string =>
  Math.round(number)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ' ');

/** How a number reads, by its unit. */
export const written = {
  count: grouped,
  /** As it is, with its decimals. */
  number: (value: number) => `${value}`,
  /** Bytes, rounded up. */
  mib: (value: number) => `${mibText(bytes(value))} MiB`,
  /** Bytes, with one decimal. */
  gib: (value: number) => `${(value / 1024 ** 3).toFixed(1)} GiB`,
  /** Seconds, rounded up. */
  time: (value: number) => durationText(value as Duration),
  /** US dollars per month. */
  dollars: (value: number) => `$${grouped(value)}`,
  /** A part of 1. */
  percent: (value: number) => `${Math.round(100 * value)} %`,
  /** Tokens per second. */
  rate: (value: number) => value.toFixed(1),
} as const satisfies Readonly<Record<string, (value: number) => string>>;

export type FigureUnit = keyof typeof written;

/**
 * A number in a text.
 *
 * @throws TypeError if it is none: the plan of another version lacks it
 */
export function figure(unit: FigureUnit, value: number, at: Source): Markup {
  if (!Number.isFinite(value)) throw new TypeError(`${at} is no number`);
  return markup`<data value="${`${value}`}"${
    unit === 'count' ? '' : markup` data-unit="${unit}"`
  } data-at="${at}">${written[unit](value)}</data>`;
}

/** A minimum and a maximum, or one number where they are the same. */
export const range = (
  unit: FigureUnit,
  [low, lowAt]: readonly [number, Source],
  [high, highAt]: readonly [number, Source],
): Markup => {
  const [first, last] = [figure(unit, low, lowAt), figure(unit, high, highAt)];
  return written[unit](low) === written[unit](high) ? last : markup`${first} to ${last}`;
};

/** A sentence of the plan, as it stands there. */
export const sentence = (text: string, at: Source): Markup => markup`<span data-at="${at}">${text}</span>`;

/** A name, an address, a version: what has digits and is no number. Its direction of writing stays its own. */
export const name = (text: string): Markup => markup`<bdi>${text}</bdi>`;

/** The same in a picture. */
export const pictureName = (text: string): Markup => markup`<tspan class="name">${text}</tspan>`;
