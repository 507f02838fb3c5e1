/** A model of a fleet whose memory was measured. */
import { changed, ollamaModel } from './base';

const tag = 'own:1b';
const own = ollamaModel(tag, 'd');

export const inputs = [
  changed(
    [['ollama', 'fleet', 'models'], [tag]],
    [
      ['catalog', 'models', tag],
      {
        ...own,
        architecture: { ...own.architecture, architecture: 'afmoe' },
        memory: { measured: { gpu: [900], host: 100, contextLength: 4096, parallel: 1, build: 'b11382', by: 'hand' } },
      },
    ],
  ),
];

export const report = `test.ollama.fleet.models[0]: the memory of 'own:1b' was measured for a llama-server of its own, and a fleet has other settings.
  fix: serve it with a llama-server of its own, under models
  [MeasuredByOtherEngine]`;
