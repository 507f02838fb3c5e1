/** The command line of `npm run bump`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'bump',
  does: 'Builds another build of an engine, reports what it changes, and runs the engine tests on it. --write pins it.',
  arguments: {
    form: 'ENGINE BUILD',
    min: 2,
    max: 2,
    text: 'llama-server and a build (11434), or ollama and a version (0.34.3)',
  },
  options: {
    'without-suite': { type: 'boolean', text: 'only report; run no tests' },
    write: { type: 'boolean', text: 'pin the build if nothing is lost and all tests pass' },
    digest: {
      type: 'string',
      value: 'sha256:…',
      text: 'with --write: digest of the index of all platforms of the image',
    },
    'cuda-digest': {
      type: 'string',
      value: 'sha256:…',
      text: 'with --write, of llama-server: the same of its image for CUDA',
    },
    'rocm-digest': { type: 'string', value: 'sha256:…', text: 'with --write: that of the image for GPUs of AMD' },
    'vulkan-digest': {
      type: 'string',
      value: 'sha256:…',
      text: 'with --write, of llama-server: that of its image for Vulkan',
    },
  },
  exits: { 0: 'the build can replace the pinned one', 1: 'it cannot', 2: 'refused: faults; nothing was written' },
  examples: [
    'npm run bump -- llama-server 11434 --without-suite',
    'npm run bump -- ollama 0.34.3 --write --digest sha256:… --rocm-digest sha256:…',
  ],
} as const satisfies CommandLine;
