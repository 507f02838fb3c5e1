/**
 * The waves in which charts are applied: a wave begins when all objects of the one before are ready.
 *
 * A number is part of rendered names (`30-weights`, `40-model-qwen.yaml`), so no wave changes its number. Numbers have
 * one digit; 5 to 9 are free for waves that begin after the workloads.
 */

interface WaveFacts {
  readonly number: number;
  /** What a controller applies as one: the whole wave, or each chart, so that one bad model blocks no other. */
  readonly unit: 'wave' | 'chart';
}

/** Waves by name, in the order of their numbers. */
export const waves = {
  namespaces: { number: 0, unit: 'wave' },
  cluster: { number: 1, unit: 'wave' },
  storage: { number: 2, unit: 'wave' },
  weights: { number: 3, unit: 'wave' },
  workloads: { number: 4, unit: 'chart' },
} as const satisfies Readonly<Record<string, WaveFacts>>;

export type Wave = keyof typeof waves;

/** The wave of a number that a chart was rendered with; `undefined` for an unknown number. */
export function waveNumbered(number: number): (WaveFacts & { readonly name: string }) | undefined {
  const found = Object.entries(waves).find(([, wave]) => wave.number === number);
  return found && { name: found[0], ...found[1] };
}
