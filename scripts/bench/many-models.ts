/**
 * `corral synth` of 250 and of 1000 models, each in a process of its own, beside `kubectl kustomize` of the smaller
 * one's output. Exits with 1 beyond the bounds: ratios of one run, and memory.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolPath } from '../toolchain/tools';
import { processorTime } from './processor-time';

const root = join(__dirname, '..', '..');

/** Most by which four times the models may lengthen the command. */
const mostGrowth = 4;
/** Most memory of the command with 1000 models. */
const mostMebibytes = 220;
/** Most of the time of kustomize, which grows with the square of the objects. */
const mostOfKustomize = 0.6;
const runs = 5;

interface Usage {
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * What one synth of that many models uses, the least of some runs: other work on the machine, and a garbage collector
 * that comes late, only add to it.
 */
function usage(models: number, folder: string): Usage {
  const found = Array.from({ length: runs }, (): Usage => {
    const file = join(folder, 'usage.json');
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        `--require=${join(__dirname, 'usage.cjs')}`,
        'build/corral.js',
        'synth',
        `--overlays=${join(__dirname, 'many.ts')}`,
        `--out=${join(folder, `${models}`)}`,
      ],
      { cwd: root, encoding: 'utf8', env: { ...process.env, MODELS: `${models}`, USAGE: file } },
    );
    if (status !== 0) throw new Error(`synth of ${models} models: exit code ${status}\n${stderr}`);
    return JSON.parse(readFileSync(file, 'utf8')) as Usage;
  });
  return {
    seconds: Math.min(...found.map(({ seconds }) => seconds)),
    bytes: Math.min(...found.map(({ bytes }) => bytes)),
  };
}

async function measure(folder: string): Promise<boolean> {
  const kubectl = await toolPath('kubectl');
  const few = usage(250, folder);
  const many = usage(1000, folder);
  const kustomize = processorTime(`'${kubectl}' kustomize ${join(folder, '250', 'many')}`);
  const growth = many.seconds / few.seconds;
  const ratio = few.seconds / kustomize;
  const mebibytes = many.bytes / 2 ** 20;
  console.log(`250 models: synth ${few.seconds.toFixed(2)} s, kustomize ${kustomize.toFixed(2)} s`);
  console.log(`250 models: ${ratio.toFixed(2)} of kustomize (at most ${mostOfKustomize})`);
  console.log(`1000 models: ${many.seconds.toFixed(2)} s, ${mebibytes.toFixed(0)} MiB (at most ${mostMebibytes})`);
  console.log(`growth from 250 to 1000 models: ${growth.toFixed(2)} (at most ${mostGrowth})`);
  return growth <= mostGrowth && ratio <= mostOfKustomize && mebibytes <= mostMebibytes;
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
