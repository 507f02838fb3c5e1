/** Kubernetes quantities, exactly: what one is worth, and the form in which the API server reads it back. */

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

const syntax = /^(\d+)(?:\.(\d+))?([A-Za-z]*)$/;

/** Worth of a quantity; `undefined` for what is none, or is signed or written with an exponent, which Corral never does. */
export function nanoOf(quantity: string | number): Nano | undefined {
  const [, whole = '', fraction = '', suffix = ''] = syntax.exec(`${quantity}`) ?? [];
  const unit = worth.get(suffix);
  if (whole === '' || unit === undefined) return undefined;
  const scale = 10n ** BigInt(fraction.length);
  return (BigInt(whole + fraction) * unit + scale - 1n) / scale;
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

/**
 * A quantity as the API server reads it back: no fraction, the largest suffix of its family that leaves a whole number.
 * Below 1024 a binary quantity loses its suffix, as does one that is no whole number of units.
 */
export function canonical(quantity: string | number): string | undefined {
  const nano = nanoOf(quantity);
  if (nano === undefined) return undefined;
  const isBinary = `${quantity}`.endsWith('i') && nano >= 1024n * nanoPerUnit && nano % nanoPerUnit === 0n;
  return isBinary ? reduce(nano / nanoPerUnit, 1024n, binarySuffixes) : decimal(nano);
}

/** An amount in the form of a quantity, binary where that is shorter to read: for findings. */
export function quantityText(nano: Nano): string {
  const units = nano / nanoPerUnit;
  return nano % nanoPerUnit === 0n && units >= 1024n && units % 1024n === 0n ? reduce(units, 1024n, binarySuffixes) : decimal(nano);
}
