/**
 * The processor time of `corral synth` on the overlays of this repository, beside `kubectl kustomize` of what it
 * writes. Exits with 1 beyond the bounds, which are ratios of medians of one run.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolPath } from '../toolchain/tools';
import { processorTime } from './processor-time';

/** Most that the program itself, and that npm with it, may take of the time of kustomize. */
const mostOfKustomize = { synth: 0.8, npm: 1.05 } as const;
/** Most that help may take of the time of Node without a program: it loads no catalogue. */
const mostOfNode = 2.5;

/** How often each is run, one after the other in turn, so that a busy moment meets all of them. */
const rounds = 9;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function measure(folder: string): Promise<boolean> {
  const kubectl = await toolPath('kubectl');
  const synth = `node build/corral.js synth --out ${folder}`;
  // The first run builds what is stale and fills the caches; the second one reads them.
  for (const line of [`npm run synth -- --out ${folder}`, synth, synth]) processorTime(line);
  const environments = readdirSync(folder).map((name) => `'${kubectl}' kustomize ${join(folder, name)}`);
  const lines = {
    kustomize: environments.join(' && '),
    'empty node': 'node -e 0',
    synth,
    'npm run synth': `npm run synth -- --out ${folder}`,
    'synth --help': 'node build/corral.js synth --help',
  };
  const times = Object.entries(lines).map(([name, line]) => ({ name, line, runs: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) for (const { line, runs } of times) runs.push(processorTime(line));
  const of = new Map(times.map(({ name, runs }) => [name, median(runs)]));
  const ratio = (name: keyof typeof lines, other: keyof typeof lines, most: number): boolean => {
    const found = (of.get(name) ?? Infinity) / (of.get(other) ?? 0);
    console.log(
      `${name}: ${((of.get(name) ?? 0) * 1000).toFixed(0)} ms, ${found.toFixed(2)} of ${other} (at most ${most})`,
    );
    return found <= most;
  };
  console.log(`processor time, ${environments.length} environments, median of ${rounds} runs`);
  for (const name of ['empty node', 'kustomize']) console.log(`${name}: ${((of.get(name) ?? 0) * 1000).toFixed(0)} ms`);
  return [
    ratio('synth', 'kustomize', mostOfKustomize.synth),
    ratio('npm run synth', 'kustomize', mostOfKustomize.npm),
    ratio('synth --help', 'empty node', mostOfNode),
  ].every(Boolean);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'corral-bench-'));
  try {
    process.exitCode = (await measure(folder)) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
