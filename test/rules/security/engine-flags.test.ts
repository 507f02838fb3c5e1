import { engineFlags } from '../../../lib/rules/security/engine-flags';
import { cases, set } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const server = 'spec.template.spec.containers[0]';
const args = (...words: readonly string[]) => set(qwen, `${server}.args`, words);
const variable = (title: string, name: string, value: string | undefined) => set(title, `${server}.env[0]`, { name, value });
const refused = (word: string, reason: string) => `${qwen} ${server}.args: ${word} may not be given: ${reason}; leave it out`;
const set0 = (title: string, name: string, value: string, reason: string) => `${title} ${server}.env[0]: ${name} may not be '${value}': ${reason}; leave it to Corral`;
const commands = 'requests could run commands or reach other servers through it';
const downloads = 'weights come only from the store, verified; a server has no way out';
const slots = 'it shows the prompts of other tenants';

cases(engineFlags, {
  'the engines of the platform': [[]],
  'a forbidden flag': [args('--tools', 'all'), refused('--tools', commands)],
  'in one word': [args('--tools=all'), refused('--tools=all', commands)],
  'in another spelling': [args('-hf', 'org/model'), refused('-hf', downloads)],
  'with the other line': [args('--hf_repo', 'org/model'), refused('--hf_repo', downloads)],
  'several': [args('--slots', '--rpc', 'x'), refused('--slots', slots), refused('--rpc', 'the protocol has no authentication, and CVE-2026-34159 runs code through it')],
  'turned off': [args('--no-slots', '--no-ui', '--no-webui', '--no-agent', '-no-ag')],
  'a flag whose own name begins so': [args('--no-host')],
  'a value that looks like a word': [args('--model', 'tools')],
  'a flag that nobody knows': [args('--unheard-of')],
  'in the command': [set(qwen, `${server}.command`, ['/app/llama-server', '--props']), refused('--props', 'requests could change the settings of the server')],
  'a container that is no engine': [set(qwen, 'spec.template.spec.initContainers[0].args', ['--tools', '-hf'])],
  'a variable that sets a flag': [variable(qwen, 'LLAMA_ARG_THREADS', '2'), set0(qwen, 'LLAMA_ARG_THREADS', '2', 'it sets a flag or a debug mode of llama-server beside its arguments')],
  'a variable from a Secret': [variable(qwen, 'LLAMA_API_KEY', undefined)],
  'a variable without a value': [variable(qwen, 'HF_TOKEN', undefined), `${qwen} ${server}.env[0]: HF_TOKEN may not be '': it sets a flag or a debug mode of llama-server beside its arguments; leave it to Corral`],
  'no GPU': [variable(qwen, 'NVIDIA_VISIBLE_DEVICES', 'void')],
  'every GPU': [variable(qwen, 'NVIDIA_VISIBLE_DEVICES', 'all'), set0(qwen, 'NVIDIA_VISIBLE_DEVICES', 'all', 'the device plugin says which GPUs a container sees')],
  'an engine without variables': [set(qwen, `${server}.env`, undefined)],

  'flags of Ollama are its own': [set(fleet, `${server}.args`, ['--tools'])],
  'what Ollama hands on': [variable(fleet, 'LLAMA_ARG_THREADS', '2')],
  'what Ollama must not hand on': [variable(fleet, 'LLAMA_ARG_TOOLS', 'all'), set0(fleet, 'LLAMA_ARG_TOOLS', 'all', commands)],
  ...Object.fromEntries(['', '0', 'off', 'false', 'disabled'].map((value) => [`turned off by '${value}'`, [variable(fleet, 'LLAMA_ARG_TOOLS', value)]])),
  ...Object.fromEntries(['1', '00', 'offline', 'xoff'].map((value) => [`turned on by '${value}'`, [variable(fleet, 'LLAMA_ARG_TOOLS', value), set0(fleet, 'LLAMA_ARG_TOOLS', value, commands)]])),
  'prompts in a log': [variable(fleet, 'OLLAMA_DEBUG_LOG_REQUESTS', '1'), set0(fleet, 'OLLAMA_DEBUG_LOG_REQUESTS', '1', 'prompts are not written down')],
  'no prompts in a log': [variable(fleet, 'OLLAMA_DEBUG_LOG_REQUESTS', '0')],
  'the cloud of Ollama': [variable(fleet, 'OLLAMA_NO_CLOUD', '0'), set0(fleet, 'OLLAMA_NO_CLOUD', '0', 'requests would be passed on to ollama.com')],
  'no cloud of Ollama': [variable(fleet, 'OLLAMA_NO_CLOUD', '1')],
});
