/** The command line of `corral measure`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'measure',
  does: 'Starts a llama-server with a model, reads the sizes of its buffers, and prints them as measured memory of a catalogue entry.',
  arguments: { form: 'PATH', min: 1, max: 1, text: 'a GGUF file on this machine; of several shards, the first' },
  options: {
    server: { type: 'string', value: 'PATH', required: true, text: 'a llama-server of the pinned build' },
    'context-length': { type: 'string', value: 'TOKENS', text: 'of one slot (default: 8192)' },
    parallel: { type: 'string', value: 'SLOTS', text: 'slots (default: 1)' },
    gpus: { type: 'string', value: 'NUMBER', text: 'GPUs of the pod (default: 0, the CPU computes)' },
    embedding: {
      type: 'string',
      value: 'POOLING',
      text: 'serve embeddings: mean, cls or last (default: generate text)',
    },
  },
  exits: { 0: 'measured', 2: 'refused: faults; nothing was measured' },
  examples: [
    'npm run --silent measure -- ./model.gguf --server ./llama-server --gpus 1 --parallel 4 > measured.json',
    'npm run lock -- ./model.gguf --repo my-company/model --measured measured.json',
  ],
  more:
    'All other settings have their defaults, and an environment must use the same ones. On a machine without GPUs, only the memory of a server that computes on the CPU is measured: ' +
    'buffers of GPUs, copies for a pipeline of several GPUs, and the memory of CUDA itself do not exist there.',
} as const satisfies CommandLine;
