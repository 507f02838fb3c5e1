/** Numbers of an environment: whole ones, sizes, cores and lengths of time, each between the bounds of one table. */
import { z } from 'zod';
import { type Bytes, type Duration, parseBytes } from '../core';
import { bounds, orNone, type Bound } from './bounds';
import { noted } from './facts';

/** `10000000` as people write it in a program: without an exponent. */
const plain = (value: number): string => String(Number(value.toFixed(6)));

/** A whole number between bounds; `only` says why nothing else is taken. */
export function whole(bound: Bound, only?: string) {
  const allowed = `a whole number from ${plain(bound.least)} to ${plain(bound.most)}`;
  const wrongType = only === undefined ? undefined : `a whole number: ${only}`;
  return noted(z.int(wrongType).min(bound.least, { error: allowed }).max(bound.most, { error: allowed }), {
    allowed,
    unit: bound.unit,
    because: bound.because,
  });
}

/** A number between bounds, whole or not; `what` it is, where its unit is not plain. */
export function number({ least, most, unit, because }: Bound, what = 'a number') {
  const allowed = `${what} from ${plain(least)} to ${plain(most)}`;
  return noted(z.number().min(least, { error: allowed }).max(most, { error: allowed }), { allowed, unit, because });
}

const units = [
  ['tib', 1024 ** 4],
  ['gib', 1024 ** 3],
  ['gigabytes', 1e9],
  ['mib', 1024 ** 2],
  ['kib', 1024],
] as const;

/** A size as an overlay writes it: `gib(4)`. */
export function sizeCode(size: number): string {
  const [name, factor] = units.find(([, each]) => size >= each && size % each === 0) ?? ['bytes', 1];
  return size === 0 ? '0' : `${name}(${plain(size / factor)})`;
}

/** What was meant by a text in the form of a quantity: `'4Gi'`, `'4 GB'`. */
function meantSize(input: unknown): number | undefined {
  if (typeof input !== 'string' || input.length > 32) return undefined;
  return parseBytes(input.replaceAll(/\s|i?B$/gi, (end) => (/^iB$/i.test(end) ? 'i' : '')));
}

/** Sizes are whole bytes: the fraction that `gigabytes(1.1)` leaves is dropped. */
export function size({ least, most, unit, because }: Bound): z.ZodType<Bytes> {
  const range = `${unit} from ${sizeCode(least)} to ${sizeCode(most)}`;
  const outside = ({ input }: { readonly input?: unknown }): string =>
    typeof input === 'number' && input > 0 && input < least
      ? `${range}; ${plain(input)} is ${plain(input)} ${unit}, and gib(${plain(input)}) is ${plain(input)} GiB`
      : range;
  const wrongType = ({ input }: { readonly input?: unknown }): string => {
    const meant = meantSize(input);
    return meant === undefined ? `a number of ${unit}: mib(512), gib(4)` : `a number of ${unit}: ${sizeCode(meant)}`;
  };
  const schema = z
    .number({ error: wrongType })
    .min(least, { error: outside })
    .max(most, { error: outside })
    .overwrite((bytes) => Math.floor(bytes)) as unknown as z.ZodType<Bytes>;
  return noted(schema, { allowed: range, unit, because });
}

/** Sizes that may be 0; what is above 0 is at least a MiB, since less is a mistake of units. */
export function sizeOrNone(bound: Bound): z.ZodType<Bytes> {
  const least = bounds.memory.least;
  const allowed = `0, or ${bound.unit} from ${sizeCode(least)} to ${sizeCode(bound.most)}`;
  const inner = size(orNone(bound)) as unknown as z.ZodNumber;
  const schema = inner.refine((bytes) => bytes === 0 || bytes >= least, {
    error: allowed,
    params: { range: true },
  }) as unknown as z.ZodType<Bytes>;
  return noted(schema, { allowed, unit: bound.unit, because: bound.because });
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** What a product of a fraction leaves beside a whole number: `minutes(1.1)` is 66.00000000000001. */
const roundingError = 1e-6;

/** A length of time in whole seconds: Kubernetes and the programs count no parts of them. */
export function duration({ least, most, unit, because }: Bound): z.ZodType<Duration> {
  const allowed = `${unit} from ${plain(least)} to ${plain(most)}: seconds(30), minutes(2)`;
  const wrongType = ({ input }: { readonly input?: unknown }): string => {
    const [, count, suffix = ''] = typeof input === 'string' ? (/^(\d{1,9}) ?([a-z]+)$/.exec(input) ?? []) : [];
    const factor = secondsOf[suffix];
    return count === undefined || factor === undefined || !Object.hasOwn(secondsOf, suffix)
      ? `a number of ${unit}: seconds(30), minutes(2)`
      : `a number of ${unit}: seconds(${Number(count) * factor})`;
  };
  const isWhole = (count: number): boolean => Math.abs(count - Math.round(count)) < roundingError;
  const schema = z
    .number({ error: wrongType })
    .min(least, { error: allowed })
    .max(most, { error: allowed })
    .refine(isWhole, { error: `whole ${allowed}`, params: { range: true } })
    .overwrite((count) => Math.round(count)) as unknown as z.ZodType<Duration>;
  return noted(schema, { allowed, unit, because });
}

/** Processor time in cores, counted in thousandths. */
export function coreCount({ least, most, unit, because }: Bound) {
  const allowed = `${unit} from ${plain(least)} to ${plain(most)}`;
  const wrongType = ({ input }: { readonly input?: unknown }): string => {
    const [, count, milli] = typeof input === 'string' ? (/^(\d{1,9}(?:\.\d{1,3})?)(m?)$/.exec(input) ?? []) : [];
    return count === undefined
      ? 'a number of cores: 4, 0.5'
      : `a number of cores: ${Number(count) / (milli === 'm' ? 1000 : 1)}`;
  };
  return noted(z.number({ error: wrongType }).min(least, { error: allowed }).max(most, { error: allowed }), {
    allowed,
    unit,
    because,
  });
}
