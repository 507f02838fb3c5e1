/**
 * Kubernetes quantities, exactly: what one is worth, and the form in which the API server reads it back. Every quantity
 * of a manifest is written here: the server stores another form as this one, which each later diff would show as a
 * change.
 */

/** Thousand-millionths of a unit: the finest that Kubernetes keeps. */
export type Nano = bigint;

export const nanoPerUnit: Nano = 10n ** 9n;

/** Decimal suffixes by their worth in nano units, smallest first. */
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

const worth: ReadonlyMap<string, Nano> = new Map([
  ...binarySuffixes.map((suffix, i) => [suffix, nanoPerUnit * 1024n ** BigInt(i)] as const),
  ...decimalSuffixes.map((suffix, i) => [suffix, 1000n ** BigInt(i)] as const),
]);

/** Longest text that is read as a quantity: the server keeps no number that needs more digits. */
const longest = 40;

/** What the server reads: digits, a dot anywhere, then a suffix or an exponent. `1E` is exa, `1E3` has an exponent. */
const syntax = /^\+?(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,2})|([A-Za-z]*))$/;

const nanoDigits = 9;

interface Parts {
  readonly text: string;
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string | undefined;
  readonly suffix: string;
}

function partsOf(quantity: unknown): Parts | undefined {
  if (typeof quantity !== 'string' && typeof quantity !== 'number') return undefined;
  const text = `${quantity}`;
  const found = text.length > longest ? null : syntax.exec(text);
  if (found === null) return undefined;
  const [, whole = '', fraction = '', exponent, suffix = ''] = found;
  return { text, whole, fraction, exponent, suffix };
}

/** Digits times a power of ten, rounded up. */
function shifted(digits: bigint, places: number): bigint {
  const scale = 10n ** BigInt(Math.abs(places));
  return places >= 0 ? digits * scale : (digits + scale - 1n) / scale;
}

function worthOf({ whole, fraction, exponent, suffix }: Parts): Nano | undefined {
  const digits = BigInt(whole + fraction);
  if (exponent !== undefined) return shifted(digits, nanoDigits + Number(exponent) - fraction.length);
  const unit = worth.get(suffix);
  if (unit === undefined) return undefined;
  return fraction === '' ? digits * unit : shifted(digits * unit, -fraction.length);
}

/**
 * Worth of a quantity, rounded up to what Kubernetes keeps; `undefined` for what is none, or is below zero, which no
 * amount of a manifest or a node is.
 *
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
 */
export function nanoOf(quantity: unknown): Nano | undefined {
  const parts = partsOf(quantity);
  return parts === undefined ? undefined : worthOf(parts);
}

/** Whether a text is a quantity. */
export function isQuantity(text: string): boolean {
  const parts = partsOf(text);
  return parts !== undefined && (parts.exponent !== undefined || worth.has(parts.suffix));
}

/** A quantity as a number of units, rounded up: bytes, pods, GPUs; `undefined` for what is none. */
export function unitsOf(quantity: unknown, unit: Nano = nanoPerUnit): number | undefined {
  const nano = nanoOf(quantity);
  return nano === undefined ? undefined : Number((nano + unit - 1n) / unit);
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

/** Powers of ten as the server writes a number that came with an exponent. */
const exponents = ['e-9', 'e-6', 'e-3', '', 'e3', 'e6', 'e9', 'e12', 'e15', 'e18'] as const;

/** Digits that the server keeps as they were written, decimal and binary; a binary suffix takes some of its own. */
const keptDigits = 18;
const keptBinaryDigits = 14;

/**
 * Whether the server keeps the text of a quantity: `1.500`, `007`, `1E3`. It rewrites all others.
 *
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#ParseQuantity
 */
function isKept({ whole, fraction, exponent, suffix }: Parts): boolean {
  const significant = whole.replace(/^0+/, '');
  if (significant === '') return false;
  if (suffix.endsWith('i')) {
    const bits = 10 * binarySuffixes.findIndex((each) => each === suffix);
    return (
      fraction === '' &&
      significant.length + Math.floor((bits * 3) / 10) <= keptBinaryDigits &&
      BigInt(significant) % 8n !== 0n
    );
  }
  const power =
    Number(exponent ?? 3 * decimalSuffixes.findIndex((each) => each === suffix) - nanoDigits) - fraction.length;
  const digits = significant + fraction;
  return power % 3 === 0 && power >= -nanoDigits && digits.length <= keptDigits && !digits.endsWith('000');
}

/**
 * A quantity as the API server reads it back: no fraction, the largest suffix of its family that leaves a whole number.
 * A number with an exponent keeps one.
 */
export function canonical(quantity: unknown): string | undefined {
  const parts = partsOf(quantity);
  const nano = parts === undefined ? undefined : worthOf(parts);
  if (parts === undefined || nano === undefined) return undefined;
  const { text, exponent, suffix } = parts;
  if (nano === 0n) return '0';
  if (typeof quantity === 'string' && isKept(parts)) return text;
  if (suffix.endsWith('i') && isBinary(nano)) return reduce(nano / nanoPerUnit, 1024n, binarySuffixes);
  return exponent === undefined ? decimal(nano) : reduce(nano, 1000n, exponents);
}

const nanoPerMilli = 10n ** 6n;

/** The same for an amount of a resource, which the server rounds up to thousandths: requests, limits, capacities. */
export function canonicalAmount(quantity: unknown): string | undefined {
  const nano = nanoOf(quantity);
  if (nano === undefined || nano % nanoPerMilli === 0n) return canonical(quantity);
  const milli = (nano + nanoPerMilli - 1n) / nanoPerMilli;
  return canonical(`${milli}${/[eE][+-]?\d/.test(String(quantity)) ? 'e-3' : 'm'}`);
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
