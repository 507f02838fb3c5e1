/** Processor time in thousandths of a core, as Kubernetes counts it. */
import { canonical, unitsOf } from './quantity';

/** Thousandths of a CPU core. */
export type Millicores = number;

export const cores = (count: number): Millicores => Math.round(count * 1000);

const nanoPerMillicore = 10n ** 6n;

/** A Kubernetes quantity in the form in which the API server reads it back: `4`, or `3920m` when not whole. */
export function cpuQuantity(millicores: Millicores): string {
  if (!Number.isSafeInteger(millicores) || millicores < 0)
    throw new RangeError(`${millicores} is not a whole number of millicores`);
  return canonical(`${millicores}m`) ?? `${millicores}m`;
}

/** Reads a Kubernetes quantity of CPU (`3920m`, `4`, `0.5`, `2k`), rounded up; `undefined` when it is none. */
export const parseCpu = (quantity: string): Millicores | undefined => unitsOf(quantity, nanoPerMillicore);
