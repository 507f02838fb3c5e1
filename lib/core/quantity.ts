/**
 * Kubernetes quantities, exactly: what one is worth, and the form in which the API server reads it back. Every quantity
 * of a manifest is written here: the server stores another form as this one, which each later diff would show as a
 * change.
 */

/** Thousand-millionths of a unit: the finest that Kubernetes keeps. */
export type Nano = bigint;

const nanoPerUnit = 10n ** 9n;

/** Decimal suffixes by their worth in nano units, smallest first. */
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

const worth: ReadonlyMap<string, Nano> = new Map([
  ...binarySuffixes.map((suffix, i) => [suffix, nanoPerUnit * 1024n ** BigInt(i)] as const),
  ...decimalSuffixes.map((suffix, i) => [suffix, 1000n ** BigInt(i)] as const),
]);

/** Longest text that is read as a quantity: the server keeps no number that needs more digits. */
const longest = 40;

const syntax = /^(\d+)(?:\.(\d+))?([A-Za-z]*)$/;

/**
 * Worth of a quantity; `undefined` for what is none, or is signed or written with an exponent, which Corral never does.
 */
export function nanoOf(quantity: unknown): Nano | undefined {
  if (typeof quantity !== 'string' && typeof quantity !== 'number') return undefined;
  const text = `${quantity}`;
  const [, whole = '', fraction = '', suffix = ''] = text.length > longest ? [] : (syntax.exec(text) ?? []);
  const unit = worth.get(suffix);
  if (whole === '' || unit === undefined) return undefined;
  const scale = 10n ** BigInt(fraction.length);
  return (BigInt(whole + fraction) * unit + scale - 1n) / scale;
}

const nanoDigits = 9;

/** A number with an exponent, which the server keeps as it was written: `1e9`, `128E6`. */
const withExponent = /^\+?(\d{1,20})(?:\.(\d{1,20}))?[eE]([+-]?\d{1,2})$/;

/**
 * Worth of a quantity of a live object, which others may have written with an exponent; rounded up. `undefined` for
 * what is none, or is below zero.
 */
export function nanoOfAny(quantity: string | number): Nano | undefined {
  const plain = nanoOf(quantity);
  const [, whole, fraction = '', exponent] = plain === undefined ? (withExponent.exec(`${quantity}`) ?? []) : [];
  if (whole === undefined) return plain;
  const digits = BigInt(whole + fraction);
  const shift = nanoDigits + Number(exponent) - fraction.length;
  const scale = 10n ** BigInt(Math.abs(shift));
  return shift >= 0 ? digits * scale : (digits + scale - 1n) / scale;
}

/** Takes a factor out as long as nothing is left over. */
function reduce(value: bigint, factor: bigint, suffixes: readonly string[]): string {
  let rest = value;
  let place = 0;
  while (rest % factor === 0n && place < suffixes.length - 1) {
    rest /= factor;
    place += 1;
  }
  return `${rest}${suffixes[place]}`;
}

const decimal = (nano: Nano): string => (nano === 0n ? '0' : reduce(nano, 1000n, decimalSuffixes));

/** Whether an amount keeps a binary suffix: below 1024 it loses it, as does one that is no whole number of units. */
const isBinary = (nano: Nano): boolean => nano >= 1024n * nanoPerUnit && nano % nanoPerUnit === 0n;

/**
 * A quantity as the API server reads it back: no fraction, the largest suffix of its family that leaves a whole number.
 */
export function canonical(quantity: unknown): string | undefined {
  const nano = nanoOf(quantity);
  if (nano === undefined) return undefined;
  return String(quantity).endsWith('i') && isBinary(nano)
    ? reduce(nano / nanoPerUnit, 1024n, binarySuffixes)
    : decimal(nano);
}

/**
 * An amount in the form of a quantity, binary where that is shorter to read: sizes in bytes, and amounts of findings.
 */
export function quantityText(nano: Nano): string {
  const units = nano / nanoPerUnit;
  return isBinary(nano) && units % 1024n === 0n ? reduce(units, 1024n, binarySuffixes) : decimal(nano);
}

/** Nano units of a number of units; exact for whole numbers, and for thousandths. */
const nanoOfUnits = (count: number): Nano => BigInt(Math.round(count * 1000)) * 1_000_000n;

/** A count as a quantity: `4`, `2k` for two thousand, `500m` for a half. */
export const countQuantity = (count: number): string =>
  decimal(Number.isSafeInteger(count) ? BigInt(count) * nanoPerUnit : nanoOfUnits(count));
