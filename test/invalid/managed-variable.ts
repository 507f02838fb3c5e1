/** Variables that a setting stands for, that an engine never gets, and that the container has already. */
import { changed } from './base';

export const inputs = [
  changed(
    [['pods'], { env: { OLLAMA_NUM_PARALLEL: '4', HTTPS_PROXY: 'http://proxy.example:3128' } }],
    [['nodePools', 'l4', 'pods'], { env: { CUDA_VISIBLE_DEVICES: '0' } }],
    [
      ['models', 'chat', 'pods'],
      {
        env: {
          LLAMA_ARG_CTX_SIZE: '4096',
          LLAMA_ARG_THINK: 'none',
          LLAMA_ARG_HF_REPO: 'a/b',
          LLAMA_ARG_RPC: 'host:1',
          LLAMA_ARG_NO_PERF: '1',
          DRAIN_PORT: '1',
          LD_PRELOAD: '/a.so',
        },
      },
    ],
    [['ollama', 'fleet', 'pods'], { env: { OLLAMA_DEBUG: '1', LLAMA_ARG_THREADS: '2', OLLAMA_KEEP_ALIVE: '5m' } }],
  ),
];

export const report = `test.pods.env.OLLAMA_NUM_PARALLEL: OLLAMA_NUM_PARALLEL follows from settings.parallel.
  fix: set settings.parallel of the fleet, and leave the variable out
  [ManagedVariable]
test.pods.env.HTTPS_PROXY: HTTPS_PROXY would send the requests of the drain and of the warm-up to a proxy, and an engine has no way out.
  fix: leave it out: engines download nothing
  [ManagedVariable]
test.nodePools.l4.pods.env.CUDA_VISIBLE_DEVICES: CUDA_VISIBLE_DEVICES is never set, because the device plugin says which GPUs a container sees.
  fix: leave it out
  [ManagedVariable]
test.models.chat.pods.env.LLAMA_ARG_CTX_SIZE: LLAMA_ARG_CTX_SIZE sets --ctx-size, which follows from settings.contextLength.
  fix: set settings.contextLength of the model, and leave the variable out
  [ManagedVariable]
test.models.chat.pods.env.LLAMA_ARG_THINK: LLAMA_ARG_THINK sets --reasoning-format.
  fix: set flags['--reasoning-format'] of the model, and leave the variable out
  [ManagedVariable]
test.models.chat.pods.env.LLAMA_ARG_HF_REPO: LLAMA_ARG_HF_REPO sets --hf-repo, which is never given: weights come only from the store, verified; a server has no way out.
  fix: lock the file, and name its key as weights: npm run lock -- REPOSITORY FILE
  [ManagedVariable]
test.models.chat.pods.env.LLAMA_ARG_RPC: LLAMA_ARG_RPC sets --rpc, which is never given: the protocol has no authentication, and CVE-2026-34159 runs code through it.
  fix: leave it out
  [ManagedVariable]
test.models.chat.pods.env.LLAMA_ARG_NO_PERF: LLAMA_ARG_NO_PERF is never set, because it sets a flag or a debug mode of llama-server beside its arguments.
  fix: leave it out
  [ManagedVariable]
test.models.chat.pods.env.DRAIN_PORT: DRAIN_PORT is set by Corral: the programs of the container read it.
  fix: use another name
  [ManagedVariable]
test.models.chat.pods.env.LD_PRELOAD: LD_PRELOAD decides which programs and libraries the container loads.
  fix: leave it out
  [ManagedVariable]
test.ollama.fleet.pods.env.OLLAMA_DEBUG: OLLAMA_DEBUG is not offered, because the memory, the routes or the policies of the fleet rely on what it sets.
  fix: leave it out
  [ManagedVariable]
test.ollama.fleet.pods.env.LLAMA_ARG_THREADS: LLAMA_ARG_THREADS is not offered, because the llama-server that Ollama starts reads it, beside the settings of the fleet.
  fix: leave it out
  [ManagedVariable]
test.ollama.fleet.pods.env.OLLAMA_KEEP_ALIVE: OLLAMA_KEEP_ALIVE follows from settings.keepAlive.
  fix: set settings.keepAlive of the fleet, and leave the variable out
  [ManagedVariable]`;
