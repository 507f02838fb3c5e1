import { engineFlags } from '../../../lib/rules/security/engine-flags';
import { images } from '../../../lib/catalog/images';
import { imageReference } from '../../../lib/catalog/image';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const server = 'spec.template.spec.containers[0]';
const args = (...words: readonly string[]) => set(qwen, `${server}.args`, ['--device', 'CUDA0', ...words]);
const onlyArgs = (...words: readonly string[]) => set(qwen, `${server}.args`, words);
const gpus = (resource: string, count: string | undefined) =>
  set(qwen, `${server}.resources.limits['${resource}']`, count);
const devices = (value: string, count: string, wanted: string) =>
  `${qwen} ${server}.args: --device is ${value}, and the container has ${count}; write --device ${wanted}: without it a server that finds no GPU serves on the CPU`;
const spelling = (word: string) => `${qwen} ${server}.args: ${word} is another spelling of --device; write --device`;
const variable = (title: string, name: string, value: string | undefined) =>
  set(title, `${server}.env[0]`, { name, value });
const refused = (word: string, reason: string) =>
  `${qwen} ${server}.args: ${word} may not be given: ${reason}; leave it out`;
const set0 = (title: string, name: string, value: string, reason: string) =>
  `${title} ${server}.env[0]: ${name} may not be '${value}': ${reason}; leave it to Corral`;
const commands = 'requests could run commands or reach other servers through it';
const downloads = 'weights come only from the store, verified; a server has no way out';
const slots = 'it shows the prompts of other tenants';

cases(engineFlags, {
  'the engines of the platform': [[]],
  'a forbidden flag': [args('--tools', 'all'), refused('--tools', commands)],
  'on an engine whose image comes from a mirror': [
    [
      setPlan('environment.imageMirrors', { 'ghcr.io': 'mirror.example/ghcr' }),
      set(qwen, `${server}.image`, imageReference(images.llamaServerCuda).replace('ghcr.io', 'mirror.example/ghcr')),
      args('--tools', 'all'),
    ],
    refused('--tools', commands),
  ],
  'in one word': [args('--tools=all'), refused('--tools=all', commands)],
  'in another spelling': [args('-hf', 'org/model'), refused('-hf', downloads)],
  'with the other line': [args('--hf_repo', 'org/model'), refused('--hf_repo', downloads)],
  several: [
    args('--slots', '--rpc', 'x'),
    refused('--slots', slots),
    refused('--rpc', 'the protocol has no authentication, and CVE-2026-34159 runs code through it'),
  ],
  'turned off': [args('--no-slots', '--no-ui', '--no-webui', '--no-agent', '-no-ag')],
  'a flag whose own name begins so': [args('--no-host')],
  'a value that looks like a word': [args('--model', 'tools')],
  'a flag that nobody knows': [args('--unheard-of')],
  'in the command': [
    set(qwen, `${server}.command`, ['/app/llama-server', '--props']),
    refused('--props', 'requests could change the settings of the server'),
  ],
  'a container that is no engine': [set(qwen, 'spec.template.spec.initContainers[0].args', ['--tools', '-hf'])],
  'a variable that sets a flag': [
    variable(qwen, 'LLAMA_ARG_THREADS', '2'),
    set0(qwen, 'LLAMA_ARG_THREADS', '2', 'it sets a flag or a debug mode of llama-server beside its arguments'),
  ],
  'a key from a Secret': [
    variable(qwen, 'LLAMA_API_KEY', undefined),
    `${qwen} ${server}.env[0]: LLAMA_API_KEY may not be '': keys come from the Secret of cluster.apiKey, which the drain reads too; leave it to Corral`,
  ],
  'a variable without a value': [
    variable(qwen, 'HF_TOKEN', undefined),
    `${qwen} ${server}.env[0]: HF_TOKEN may not be '': it sets a flag or a debug mode of llama-server beside its arguments; leave it to Corral`,
  ],
  'no GPU': [variable(qwen, 'NVIDIA_VISIBLE_DEVICES', 'void')],
  'every GPU': [
    variable(qwen, 'NVIDIA_VISIBLE_DEVICES', 'all'),
    set0(qwen, 'NVIDIA_VISIBLE_DEVICES', 'all', 'the device plugin says which GPUs a container sees'),
  ],
  'an engine without variables': [set(qwen, `${server}.env`, undefined)],

  'GPUs without names': [onlyArgs('--model', 'x'), devices('nothing', '1 GPU', 'CUDA0')],
  'fewer names than GPUs': [gpus('nvidia.com/gpu', '2'), devices("'CUDA0'", '2 GPUs', 'CUDA0,CUDA1')],
  'a slice of a GPU': [[gpus('nvidia.com/gpu', undefined), gpus('nvidia.com/mig-1g.10gb', '1')]],
  'slices without names': [
    [gpus('nvidia.com/gpu', undefined), gpus('nvidia.com/mig-1g.10gb', '2'), onlyArgs()],
    devices('nothing', '2 GPUs', 'CUDA0,CUDA1'),
  ],
  'shares of a GPU': [[gpus('nvidia.com/gpu', undefined), gpus('nvidia.com/gpu.shared', '1')]],
  'the CPU by name, with a GPU': [args('--device', 'none'), devices("'none'", '1 GPU', 'CUDA0')],
  'another kind of device': [args('--device', 'Vulkan0'), devices("'Vulkan0'", '1 GPU', 'CUDA0')],
  'devices in one word': [onlyArgs('--device=CUDA0')],
  'devices in another spelling': [args('-dev', 'none'), spelling('-dev')],
  'devices with the other line': [args('-dev=none'), spelling('-dev=none')],
  'a GPU that is not there': [
    gpus('nvidia.com/gpu', undefined),
    `${qwen} ${server}.args: --device is 'CUDA0', and the container has no GPU; leave it out`,
  ],
  'no GPU and no name': [[gpus('nvidia.com/gpu', undefined), onlyArgs()]],
  'no GPU, by name': [[gpus('nvidia.com/gpu', undefined), onlyArgs('--device', 'none')]],
  'limits that are no number': [[gpus('nvidia.com/gpu', 'many'), onlyArgs()]],
  'a container without resources': [[set(qwen, `${server}.resources`, undefined), onlyArgs()]],

  'flags of Ollama are its own': [set(fleet, `${server}.args`, ['--tools'])],
  'what Ollama hands on': [variable(fleet, 'LLAMA_ARG_THREADS', '2')],
  'what Ollama must not hand on': [
    variable(fleet, 'LLAMA_ARG_TOOLS', 'all'),
    set0(fleet, 'LLAMA_ARG_TOOLS', 'all', commands),
  ],
  ...Object.fromEntries(
    ['', '0', 'off', 'false', 'disabled'].map((value) => [
      `turned off by '${value}'`,
      [variable(fleet, 'LLAMA_ARG_TOOLS', value)],
    ]),
  ),
  ...Object.fromEntries(
    ['1', '00', 'offline', 'xoff'].map((value) => [
      `turned on by '${value}'`,
      [variable(fleet, 'LLAMA_ARG_TOOLS', value), set0(fleet, 'LLAMA_ARG_TOOLS', value, commands)],
    ]),
  ),
  'prompts in a log': [
    variable(fleet, 'OLLAMA_DEBUG_LOG_REQUESTS', '1'),
    set0(fleet, 'OLLAMA_DEBUG_LOG_REQUESTS', '1', 'prompts are not written down'),
  ],
  'no prompts in a log': [variable(fleet, 'OLLAMA_DEBUG_LOG_REQUESTS', '0')],
  'the cloud of Ollama': [
    variable(fleet, 'OLLAMA_NO_CLOUD', '0'),
    set0(fleet, 'OLLAMA_NO_CLOUD', '0', 'requests would be passed on to ollama.com'),
  ],
  'no cloud of Ollama': [variable(fleet, 'OLLAMA_NO_CLOUD', '1')],
});
