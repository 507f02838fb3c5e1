/** The command line of `npm run lock`. */
import type { CommandLine } from '../command';

export const publicHub = 'https://huggingface.co';
export const publicRegistry = 'https://registry.ollama.ai';

export const line = {
  name: 'lock',
  does: 'Reads the header of a GGUF file, or a tag of Ollama, and writes its facts, hashes and sizes into the model lock.',
  arguments: {
    form: 'REPOSITORY FILE | ollama TAG | PATH',
    min: 1,
    max: 2,
    text: 'a repository of the hub and a file in it, a tag of Ollama, or the path of a file on this machine',
  },
  options: {
    projector: {
      type: 'string',
      value: 'FILE',
      text: 'the projector (mmproj-….gguf) with which the model takes images',
    },
    template: {
      type: 'string',
      value: 'FILE',
      text: 'a Jinja file of the repository with the template of conversations',
    },
    adapter: {
      type: 'string',
      value: 'NAME=FILE',
      multiple: true,
      text: 'a LoRA adapter of the model in GGUF; of another repository: NAME=OWNER/REPOSITORY:FILE',
    },
    repo: {
      type: 'string',
      value: 'REPOSITORY',
      text: 'with a path: where a cluster gets the same file (default: as the entry with the same hash says)',
    },
    from: {
      type: 'string',
      value: 'PLACE',
      text: 'with a path: where a cluster gets a file that is on no hub: https://…, claim:NAME/PATH, image:REFERENCE@sha256:…/PATH',
    },
    measured: {
      type: 'string',
      value: 'FILE',
      text: 'memory that corral measure printed, for an architecture without a memory model',
    },
    revision: { type: 'string', value: 'REVISION', text: 'of the repository (default: main)' },
    hub: {
      type: 'string',
      value: 'URL',
      text: `hub, registry or mirror (default: ${publicHub}; for a tag of Ollama's own: ${publicRegistry})`,
    },
    sha256: {
      type: 'string',
      value: 'HEX',
      multiple: true,
      text: 'SHA-256 of each file in order, for a mirror that does not report it',
    },
    entry: { type: 'string', value: 'NAME/QUANT', text: 'key of the entry (default: from the name of the file)' },
    into: { type: 'string', value: 'FILE', text: 'write this lock (default: overlays/models.lock.json)' },
  },
  exits: { 0: 'written', 2: 'refused: faults; nothing was written' },
  examples: [
    'npm run lock -- bartowski/Llama-3.3-70B-Instruct-GGUF Llama-3.3-70B-Instruct-Q4_K_M.gguf',
    'npm run lock -- ollama qwen3-coder:30b',
    'npm run lock -- ./model-Q4_K_M.gguf --repo my-company/model',
    'npm run lock -- ./model-Q4_K_M.gguf --from https://files.example/models/model-Q4_K_M.gguf',
    'npm run lock -- ./model-Q4_K_M.gguf --from claim:models/gguf/model-Q4_K_M.gguf',
  ],
  more:
    'HF_TOKEN is sent to the hub, for a gated repository; DOWNLOAD_TOKEN to the server of an address, or to the registry that --hub names for a tag of Ollama. NODE_EXTRA_CA_CERTS names a file with the certificate authority of a company or mirror. ' +
    'HTTPS_PROXY (for an http hub: HTTP_PROXY) names an HTTP proxy, and NO_PROXY the hosts that are reached without it.',
} as const satisfies CommandLine;
