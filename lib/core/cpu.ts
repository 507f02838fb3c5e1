/** Processor time in thousandths of a core, as Kubernetes counts it. */
import { decimalQuantity } from './quantity';

/** Thousandths of a CPU core. */
export type Millicores = number;

export const cores = (count: number): Millicores => Math.round(count * 1000);

/** A Kubernetes quantity in the form in which the API server reads it back: `4`, or `3920m` when not whole. */
export function cpuQuantity(millicores: Millicores): string {
  if (!Number.isSafeInteger(millicores) || millicores < 0) throw new RangeError(`${millicores} is not a whole number of millicores`);
  return millicores % 1000 === 0 ? decimalQuantity(millicores / 1000) : `${millicores}m`;
}

/** Reads a Kubernetes quantity of CPU (`3920m`, `4`, `0.5`, `2k`); `undefined` when it is none. */
export function parseCpu(quantity: string): Millicores | undefined {
  const [, digits, suffix] = /^(\d+(?:\.\d+)?)([mk]?)$/.exec(quantity) ?? [];
  if (digits === undefined) return undefined;
  return suffix === 'm' ? Number(digits) : cores(Number(digits) * (suffix === 'k' ? 1000 : 1));
}
