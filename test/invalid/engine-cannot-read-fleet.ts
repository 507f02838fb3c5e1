/** Models that Ollama cannot read, or not from a store that it only reads. */
import { base, changed, smallModel } from './base';

const [file] = smallModel.files;
const inFleet = (over: object) =>
  changed(
    [['catalog', 'models', 'small/Q4_K_M'], { ...base.catalog.models['small/Q4_K_M'], ...over }],
    [['ollama', 'fleet', 'models'], ['small/Q4_K_M']],
    [['models'], {}],
  );

export const inputs = [
  inFleet({ engines: ['llama-server'] }),
  inFleet({ files: [file, { ...file, path: 'small-2.gguf' }] }),
  inFleet({
    projector: {
      file: { path: 'mmproj.gguf', sha256: 'f'.repeat(64), bytes: 1000, bytesFrom: 'stated' },
      from: 'header',
      tensorBytes: 1000,
      facts: {
        type: 'gemma3',
        imageSize: 896,
        patchSize: 14,
        mergeSize: 4,
        embeddingLength: 64,
        feedForwardLength: 128,
        headCount: 4,
        blockCount: 2,
        projectionLength: 64,
      },
    },
  }),
];

export const report = `test.ollama.fleet.models[0]: 'small/Q4_K_M' is for llama-server only, as its catalogue entry states.
  fix: serve it with a llama-server of its own, under models
  [EngineCannotRead]
test.ollama.fleet.models[0]: 'small/Q4_K_M' has 2 files, which Ollama would link in its store, and it may only read that.
  fix: join them with llama-gguf-split --merge, and lock the one file · serve it with a llama-server of its own, under models
  [EngineCannotRead]
test.ollama.fleet.models[0]: 'small/Q4_K_M' has a projector, and the memory of images is counted for llama-server only.
  fix: serve it with a llama-server of its own, under models · an entry of the file without its projector
  [EngineCannotRead]`;
