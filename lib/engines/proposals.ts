/** What proposals of several engines have in common. */
import type { Model, ModelCatalog } from '../catalog';

/** Whole numbers below one, from the largest to one. */
export const falling = (from: number): readonly number[] =>
  Array.from({ length: Math.max(0, from - 1) }, (_, i) => from - 1 - i);

/** Multiples of a step below a number, from the largest to the least. */
export const fallingBy = (from: number, step: number, least: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.floor((from - least) / step) + 1) }, (_, i) => from - i * step);

/** The values of a change for each of several sizes that are to be saved; those that no value saves are left out. */
export const forEach = (
  excesses: readonly number[],
  value: (excess: number) => number | undefined,
): readonly number[] => [...new Set(excesses.flatMap((excess) => value(excess) ?? []))];

/** Models of the catalogue that differ in nothing but how they are quantised, the largest first. */
export function otherQuantisations(
  catalog: ModelCatalog,
  key: string,
  model: Model,
): readonly (readonly [string, Model])[] {
  const shape = JSON.stringify(model.architecture);
  const name = key.split(/[/:]/)[0];
  const size = ({ tensors }: Model): number =>
    tensors.layers.reduce((sum, run) => sum + run.layers * (run.bytes + (run.expertBytes ?? 0)), tensors.outputBytes);
  return Object.entries(catalog)
    .filter(
      ([other, candidate]) =>
        other !== key &&
        other.split(/[/:]/)[0] === name &&
        candidate.quantisation !== model.quantisation &&
        candidate.origin.from === model.origin.from &&
        size(candidate) < size(model) &&
        JSON.stringify(candidate.architecture) === shape,
    )
    .sort(([, a], [, b]) => size(b) - size(a));
}
