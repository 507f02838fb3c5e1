/**
 * What a llama-server is never given: flags and variables that open the host, the network or other people's data, with
 * the reason.
 */

const commands = 'requests could run commands or reach other servers through it';
const router = 'one server would load and unload many models, past quota, probes and plan';
const downloads = 'weights come only from the store, verified; a server has no way out';
const files = 'requests could read or write files through it';

/** Reason by flag, in the spelling that Corral would emit. */
export const forbiddenFlags: Readonly<Record<string, string>> = {
  '--tools': commands,
  '--tools-runtime': commands,
  '--agent': commands,
  '--ui-mcp-proxy': commands,
  '--mcp-servers-config': commands,
  '--mcp-servers-json': commands,
  '--models-dir': router,
  '--models-preset': router,
  '--models-max': router,
  '--models-autoload': router,
  '--model-url': downloads,
  '--docker-repo': downloads,
  '--hf-repo': downloads,
  '--hf-file': downloads,
  '--hf-token': downloads,
  '--mmproj-url': downloads,
  '--spec-draft-hf': downloads,
  '--embd-gemma-default': downloads,
  '--fim-qwen-1.5b-default': downloads,
  '--fim-qwen-3b-default': downloads,
  '--fim-qwen-7b-default': downloads,
  '--fim-qwen-7b-spec': downloads,
  '--fim-qwen-14b-spec': downloads,
  '--fim-qwen-30b-default': downloads,
  '--gpt-oss-20b-default': downloads,
  '--gpt-oss-120b-default': downloads,
  '--vision-gemma-4b-default': downloads,
  '--vision-gemma-12b-default': downloads,
  '--slot-save-path': files,
  '--media-path': files,
  '--path': files,
  '--rpc': 'the protocol has no authentication, and CVE-2026-34159 runs code through it',
  '--ui': 'the gateway serves people, the engine serves the gateway',
  '--ui-config': 'the gateway serves people, the engine serves the gateway',
  '--ui-config-file': 'the gateway serves people, the engine serves the gateway',
  '--slots': 'it shows the prompts of other tenants',
  '--props': 'requests could change the settings of the server',
  '--log-prompts-dir': 'prompts are not written down',
  '--verbose': 'prompts are not written down',
  '--api-key': 'a secret in the arguments is readable by everyone who may list pods',
  '--sleep-idle-seconds': 'it unloads the model behind the probes, and CVE-2026-43631 crashes the server through it',
};

/** What to do instead of a forbidden flag, where leaving it out is not all. */
export const insteadOfForbidden: Readonly<Record<string, string>> = {
  '--api-key': 'name a Secret with the key: cluster.apiKey, and leave the flag out',
  '--hf-repo': 'lock the file, and name its key as weights: npm run lock -- REPOSITORY FILE',
  '--model-url': 'lock the file, and name its key as weights: npm run lock -- REPOSITORY FILE',
};

/** Variables that would give the server a key of its own. */
const keyVariables = new Set(['LLAMA_API_KEY', 'LLAMA_ARG_API_KEY_FILE']);

/**
 * Why a variable may not be set on a llama-server, `undefined` when it may. Its flags come as arguments only: a
 * variable can switch on what no argument names, and one with a bad value ends the server.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/common/arg.cpp - `LLAMA_ARG_*` and `config.ini`
 */
export function forbiddenVariable(name: string, value: string): string | undefined {
  if (keyVariables.has(name)) return 'keys come from the Secret of cluster.apiKey, which the drain reads too';
  if (/^LLAMA_|^(HF_TOKEN|MTMD_BACKEND_DEVICE)$/.test(name))
    return 'it sets a flag or a debug mode of llama-server beside its arguments';
  if (name.startsWith('AIP_')) return 'it moves the port and the health route of llama-server';
  if (name.startsWith('GGML_')) return 'it changes where llama-server puts its memory';
  if (name === 'CUDA_VISIBLE_DEVICES' || (name === 'NVIDIA_VISIBLE_DEVICES' && value !== 'void')) {
    return 'the device plugin says which GPUs a container sees';
  }
  if (name === 'XDG_CONFIG_HOME') return 'it names a folder whose llama.cpp/config.ini sets flags';
  return undefined;
}
