/**
 * Our synth pass against cdk8s' own over the same constructs, as ratios of one run. Exits with 1 beyond the bounds.
 * Needs `--expose-gc`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { bytes, LlamaServer, manifestsOf, toYaml } from '../../lib';
import { models } from '../../overlays/models';

/** Most that our pass may take of the time of the stock pass. */
const mostOfStock = 0.6;
const sizes = [200, 800] as const;
const repetitions = 4;

const model = models['smollm2-1.7b-instruct/Q4_K_M'];

/** An App with a chart and a llama-server for each model. */
function tree(count: number, outdir: string): App {
  const app = new App({ outdir });
  for (let i = 0; i < count; i += 1) {
    new LlamaServer(new Chart(app, `model-${i}`, { disableResourceNameHashes: true }), `server-${i}`, {
      namespace: 'llm-serving',
      reference: 'smollm2-1.7b-instruct/Q4_K_M',
      model,
      settings: {
        contextLength: 2048,
        parallel: 1,
        maxOutputLength: 256,
        cacheTypeK: 'f16',
        cacheTypeV: 'f16',
        kvCache: 'split',
        flashAttention: true,
        batchSize: 2048,
        ubatchSize: 512,
        gpuLayers: 0,
        expertLayersOnHost: 0,
        splitMode: 'none',
        tensorSplit: [],
        cacheRam: bytes(0),
        contextCheckpoints: 0,
        loadMode: 'mmap',
        repack: false,
        swaFull: false,
      },
      weights: { kind: 'direct', claimName: 'model-store' },
    });
  }
  return app;
}

/**
 * Milliseconds of a pass over a fresh tree, in a folder of its own. What building the tree left behind is collected
 * first.
 */
function time(count: number, pass: (app: App, folder: string) => void): number {
  const folder = mkdtempSync(join(tmpdir(), 'corral-bench-'));
  try {
    const app = tree(count, folder);
    globalThis.gc?.();
    const started = performance.now();
    pass(app, folder);
    return performance.now() - started;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ours = (app: App, folder: string): void => {
  for (const chart of app.node.children)
    writeFileSync(join(folder, `${chart.node.id}.yaml`), toYaml(manifestsOf(chart)));
};
const stock = (app: App): void => app.synth();

const fastest = (runs: readonly number[]): number => Math.min(...runs);
const repeat = (count: number, pass: (app: App, folder: string) => void): number =>
  fastest(Array.from({ length: repetitions }, () => time(count, pass)));

time(20, ours);
time(20, stock);
const ratios = sizes.map((count) => {
  const own = repeat(count, ours);
  const theirs = count === sizes[0] ? repeat(count, stock) : time(count, stock);
  console.log(
    `${count} models: ours ${own.toFixed(0)} ms, stock ${theirs.toFixed(0)} ms, ratio ${(own / theirs).toFixed(2)} (at most ${mostOfStock})`,
  );
  return own / theirs;
});
process.exitCode = ratios.every((ratio) => ratio <= mostOfStock) ? 0 : 1;
