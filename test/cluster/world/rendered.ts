/** An environment as a person gets it: the files that `npm run synth` writes, read back, wave by wave. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { synthesise, type EnvironmentInput, type RenderedChart, type Synthesis } from '../../../lib';
import { indexName, type Index } from '../../../lib/internal';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { commands } from '../../../scripts/commands';
import type { ControlPlane } from '../control-plane/control-plane';

/** Rendered files of one environment. */
export interface Rendered {
  /** Folder of the kustomization. */
  readonly folder: string;
  readonly synthesis: Synthesis;
  /** Charts as their files say, in the order of their waves. */
  readonly charts: readonly RenderedChart[];
}

/** Objects of one file, as kubectl reads them. */
const objectsOf = (path: string): readonly Manifest[] =>
  parseAllDocuments(readFileSync(path, 'utf8'), { version: '1.1' }).map((document) => document.toJS() as Manifest);

function run(input: EnvironmentInput, out: string): void {
  const messages: string[] = [];
  const say = (text: string) => void messages.push(text);
  const status = commands.synth.run(['--out', out], {
    console: { out: say, error: say },
    variables: {},
    environments: [input],
  });
  if (status !== 0) throw new Error(`npm run synth ended with ${status}:\n${messages.join('\n')}`);
}

/**
 * Renders an environment with the command that people use, into the folder of its control plane, with which it goes.
 */
export function render(input: EnvironmentInput, { folder: home }: Pick<ControlPlane, 'folder'>): Rendered {
  const out = join(home, 'rendered');
  const folder = join(out, input.name);
  run(input, out);
  const { files } = JSON.parse(readFileSync(join(folder, indexName), 'utf8')) as Index;
  const charts = files.map(({ path, chart, wave }) => ({
    name: chart,
    wave,
    manifests: objectsOf(join(folder, path)),
  }));
  return {
    folder,
    synthesis: synthesise(input),
    charts: charts.sort((a, b) => a.wave - b.wave),
  };
}

/** Every object, in the order of the waves. */
export const objectsIn = (charts: readonly RenderedChart[]): readonly Manifest[] =>
  charts.flatMap(({ manifests }) => manifests);

/** Wave numbers that are used, in order, with their objects. */
export function wavesOf(charts: readonly RenderedChart[]): readonly (readonly Manifest[])[] {
  const numbers = [...new Set(charts.map(({ wave }) => wave))].sort((a, b) => a - b);
  return numbers.map((number) => objectsIn(charts.filter(({ wave }) => wave === number)));
}
