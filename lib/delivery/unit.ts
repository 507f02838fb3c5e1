/** Units of delivery: what a controller applies and waits for as one: a wave, or one chart of a wave of workloads. */
import type { Manifest, RenderedChart } from '../kubernetes/read';
import { waveNumbered } from '../plan';

/** Objects that are applied together. */
export interface Unit {
  /** `30-weights`, `model-llama-3-70b`. */
  readonly name: string;
  readonly wave: number;
  /** Folder below the environment's: `30-weights`, `40-workloads/model-llama-3-70b`. */
  readonly folder: string;
  readonly manifests: readonly Manifest[];
  /** Units that must be ready before: those of the wave before, where there is one. */
  readonly after: readonly string[];
}

/** Folder of a wave: `30-weights`. Ten apart, as in the names of rendered files. */
function waveFolder(wave: number): string {
  const name = waveNumbered(wave)?.name;
  return name === undefined ? `${wave}0` : `${wave}0-${name}`;
}

const sortedBy = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));

function unitsOf(wave: number, charts: readonly RenderedChart[], after: readonly string[]): readonly Unit[] {
  const folder = waveFolder(wave);
  if (waveNumbered(wave)?.unit !== 'chart')
    return [{ name: folder, wave, folder, manifests: charts.flatMap(({ manifests }) => manifests), after }];
  return sortedBy(charts, ({ name }) => name).map(({ name, manifests }) => ({
    name,
    wave,
    folder: `${folder}/${name}`,
    manifests,
    after,
  }));
}

/** The units of rendered charts, in the order in which they are applied; waves without objects are left out. */
export function units(charts: readonly RenderedChart[]): readonly Unit[] {
  const numbers = [...new Set(charts.filter(({ manifests }) => manifests.length > 0).map(({ wave }) => wave))].sort(
    (a, b) => a - b,
  );
  return numbers.reduce<readonly Unit[]>((before, wave) => {
    const previous = before.at(-1)?.wave;
    const after = before.filter((unit) => unit.wave === previous).map(({ name }) => name);
    return [
      ...before,
      ...unitsOf(
        wave,
        sortedBy(
          charts.filter((chart) => chart.wave === wave && chart.manifests.length > 0),
          ({ name }) => name,
        ),
        after,
      ),
    ];
  }, []);
}
