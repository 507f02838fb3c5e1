/**
 * A synthesis as files: one per chart, an index of what they hold, and a kustomization over all of them. Pure: it
 * writes nothing.
 */
import { type RenderedChart, title } from '../kubernetes/read';
import type { Synthesis } from '../synthesise';
import { documentYaml, toYaml } from './yaml';

/** What a file of the index holds. */
export interface IndexedFile {
  readonly path: string;
  readonly chart: string;
  readonly wave: number;
  /** Objects as `kind namespace/name`, in the order of the file. */
  readonly objects: readonly string[];
}

/** `index.json`: what was rendered, for tools and for the next run, which removes nothing but these files. */
export interface Index {
  readonly environment: string;
  /** `false` while files are being written: the list then names the old and the new. */
  readonly complete: boolean;
  readonly files: readonly IndexedFile[];
}

export const indexName = 'index.json';
export const kustomizationName = 'kustomization.yaml';

/** A file name that sorts by wave: `40-model-qwen.yaml`. */
const fileName = ({ wave, name }: RenderedChart): string => `${wave}0-${name}.yaml`;

const indexed = (chart: RenderedChart): IndexedFile => ({
  path: fileName(chart),
  chart: chart.name,
  wave: chart.wave,
  objects: chart.manifests.map(title),
});

/** The files of an environment by path, in the order of their names; `index.json` stands last. */
export function files({ name, charts }: Synthesis): ReadonlyMap<string, string> {
  const sorted = [...charts].sort((a, b) => (fileName(a) < fileName(b) ? -1 : 1));
  const index: Index = { environment: name, complete: true, files: sorted.map(indexed) };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: sorted.map(fileName),
  };
  return new Map([
    ...sorted.map((chart) => [fileName(chart), toYaml(chart.manifests)] as const),
    [kustomizationName, documentYaml(kustomization)],
    [indexName, `${JSON.stringify(index, null, 2)}\n`],
  ]);
}
