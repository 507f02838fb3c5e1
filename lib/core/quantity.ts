/** Whole numbers as Kubernetes quantities, in the form in which the API server reads them back. */

/** Suffixes of thousands, smallest first. */
export const decimalSuffixes = ['', 'k', 'M', 'G', 'T', 'P'] as const;

/** Takes a factor out of a number as long as nothing is left over, and says by the suffix how often. */
export function withSuffix(count: number, factor: number, suffixes: readonly string[]): string {
  let value = count;
  let power = 0;
  while (value !== 0 && value % factor === 0 && power < suffixes.length - 1) {
    value /= factor;
    power += 1;
  }
  return `${value}${suffixes[power]}`;
}

/** A count as a quantity: `4`, and `2k` for two thousand, which is how the server writes it back. */
export const decimalQuantity = (count: number): string => withSuffix(count, 1000, decimalSuffixes);
