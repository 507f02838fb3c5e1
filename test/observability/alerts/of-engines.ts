/** The pods of engines: their start, their memory, their GPUs, their queue. */
import { inServing, labelled, pods, serving, type Situation } from './situation';

const ready = (pod: string): string => inServing('kube_pod_status_ready', { pod, condition: 'true' });
const running = (pod: string): string => inServing('kube_pod_status_phase', { pod, phase: 'Running' });
const container = { pod: pods.smol, container: 'llama-server' } as const;
const rss = inServing('container_memory_rss', container);
const limit = inServing('kube_pod_container_resource_limits', { ...container, resource: 'memory', unit: 'byte' });
const card = { pod: pods.smol, gpu: '0', UUID: 'GPU-1', Hostname: 'gpu-1' } as const;
const gpu = (name: string): string => inServing(`DCGM_FI_DEV_${name}`, card);
const deferred = (workload: 'smol' | 'fixed'): string =>
  inServing('llamacpp:requests_deferred', { pod: pods[workload], workload });
const autoscaler = { horizontalpodautoscaler: 'smol' } as const;
const now = inServing('kube_horizontalpodautoscaler_status_current_replicas', autoscaler);
const most = inServing('kube_horizontalpodautoscaler_spec_max_replicas', autoscaler);
const fleet = { pod: pods.fleet, workload: 'fleet' } as const;
const inOllama = (name: string, model = false): string =>
  inServing(name, model ? { ...fleet, model: 'qwen2.5:0.5b' } : fleet);
const volume = { persistentvolumeclaim: 'models-fleet-0' } as const;

export const ofEngines: readonly Situation[] = [
  {
    about: 'EngineStartTooLong',
    when: 'a pod runs for an hour, and is not ready',
    series: { [ready(pods.smol)]: '0x60', [running(pods.smol)]: '1x60' },
    after: 60,
    fires: ['ticket EngineStartTooLong'],
  },
  {
    about: 'EngineStartTooLong',
    when: 'a pod waits for its weights: it does not run yet',
    series: { [ready(pods.smol)]: '0x60', [running(pods.smol)]: '0x60' },
    after: 60,
    fires: [],
  },
  {
    about: 'EngineStartTooLong',
    when: 'the pod of another workload, whose name begins alike, is not ready',
    series: { [ready('smol-2-7c9d8f6b5d-x2v4z')]: '0x60', [running('smol-2-7c9d8f6b5d-x2v4z')]: '1x60' },
    after: 60,
    fires: [],
  },
  {
    about: 'EngineMemoryHigh',
    when: 'an engine uses 97 % of its limit',
    series: { [rss]: '970x20', [limit]: '1000x20' },
    after: 10,
    fires: ['ticket EngineMemoryHigh'],
  },
  {
    about: 'EngineMemoryHigh',
    when: 'an engine uses half of its limit',
    series: { [rss]: '500x20', [limit]: '1000x20' },
    after: 10,
    fires: [],
  },
  {
    about: 'GpuMemoryHigh',
    when: 'a GPU has all of its memory in use',
    series: { [gpu('FB_USED')]: '46000x20', [gpu('FB_FREE')]: '10x20' },
    after: 10,
    fires: ['ticket GpuMemoryHigh'],
  },
  {
    about: 'GpuMemoryHigh',
    when: 'a GPU has in use what the plan needs',
    series: { [gpu('FB_USED')]: '2000x20', [gpu('FB_FREE')]: '44000x20' },
    after: 10,
    fires: [],
  },
  {
    about: 'GpuSaturated',
    when: 'a GPU is busy for ten minutes, and a request waits',
    series: { [gpu('GPU_UTIL')]: '99x40', [deferred('smol')]: '1x40', [now]: '1x40', [most]: '3x40' },
    after: 10,
    fires: ['ticket GpuSaturated'],
  },
  {
    about: 'GpuSaturated',
    when: 'a GPU is busy, and no request waits',
    series: { [gpu('GPU_UTIL')]: '99x40', [deferred('smol')]: '0x40' },
    after: 40,
    fires: [],
  },
  {
    about: 'GpuFault',
    when: 'a GPU falls off the bus',
    series: { [gpu('XID_ERRORS')]: '0x5 79x20' },
    after: 8,
    fires: ['ticket GpuFault'],
  },
  {
    about: 'GpuFault',
    when: 'a row of its memory cannot be replaced',
    series: { [gpu('ROW_REMAP_FAILURE')]: '1x20' },
    after: 8,
    fires: ['ticket GpuFault'],
  },
  {
    about: 'GpuFault',
    when: 'a program made an error, and a fault of yesterday is still the last',
    series: { [gpu('XID_ERRORS')]: '0x5 13x20', [inServing('DCGM_FI_DEV_XID_ERRORS', { UUID: 'GPU-2' })]: '79x30' },
    after: 8,
    fires: [],
  },
  {
    about: 'AutoscalerAtMaximum',
    when: 'requests wait, and the autoscaler has all of its pods',
    series: { [deferred('smol')]: '3x30', [now]: '3x30', [most]: '3x30' },
    after: 20,
    fires: ['ticket AutoscalerAtMaximum'],
  },
  {
    about: 'AutoscalerAtMaximum',
    when: 'it has all of its pods, and no request waits',
    series: { [deferred('smol')]: '0x30', [now]: '3x30', [most]: '3x30' },
    after: 20,
    fires: [],
  },
  {
    about: 'RequestsWait',
    when: 'requests of a fixed number of pods wait',
    series: { [deferred('fixed')]: '2x30' },
    after: 20,
    fires: ['ticket RequestsWait'],
  },
  {
    about: 'RequestsWait',
    when: 'requests wait for hours, and the autoscaler adds no pod',
    series: { [deferred('smol')]: '2x200', [now]: '1x200', [most]: '3x200' },
    after: 190,
    fires: ['ticket RequestsWait'],
  },
  {
    about: 'RequestsWait',
    when: 'requests wait for some minutes',
    series: { [deferred('fixed')]: '0x5 2x5 0x20', [deferred('smol')]: '2x5 0x30', [now]: '1x30', [most]: '3x30' },
    after: 11,
    fires: [],
  },
  {
    about: 'OllamaDown',
    when: 'an Ollama does not answer for an hour',
    series: { [inOllama('ollama_up')]: '0x60' },
    after: 60,
    fires: ['ticket OllamaDown'],
  },
  {
    about: 'OllamaDown',
    when: 'an Ollama answers',
    series: { [inOllama('ollama_up')]: '1x60' },
    after: 60,
    fires: [],
  },
  {
    about: 'OllamaOnCpu',
    when: 'a tenth of a model is not on the GPU',
    series: {
      [inOllama('ollama_model_bytes', true)]: '1000x10',
      [inOllama('ollama_model_vram_bytes', true)]: '900x10',
    },
    after: 5,
    fires: ['ticket OllamaOnCpu'],
  },
  {
    about: 'OllamaOnCpu',
    when: 'all of it is on the GPU',
    series: {
      [inOllama('ollama_model_bytes', true)]: '1000x10',
      [inOllama('ollama_model_vram_bytes', true)]: '1000x10',
    },
    after: 5,
    fires: [],
  },
  {
    about: 'VolumeNearlyFull',
    when: 'the volume of a server has two percent left for two hours',
    series: {
      [inServing('kubelet_volume_stats_available_bytes', volume)]: '20x130',
      [inServing('kubelet_volume_stats_capacity_bytes', volume)]: '1000x130',
    },
    after: 120,
    fires: ['ticket VolumeNearlyFull'],
  },
  {
    about: 'VolumeNearlyFull',
    when: 'it is full while models change, and has room again',
    series: {
      [inServing('kubelet_volume_stats_available_bytes', volume)]: '20x30 500x100',
      [inServing('kubelet_volume_stats_capacity_bytes', volume)]: '1000x130',
    },
    after: 120,
    fires: [],
  },
  {
    about: 'ContainerRestarts',
    when: 'a container restarts every other minute',
    series: { [inServing('kube_pod_container_status_restarts_total', container)]: '0 1 1 2 2 3 3 4 4 5x20' },
    after: 12,
    fires: ['ticket ContainerRestarts'],
  },
  {
    about: 'ContainerRestarts',
    when: 'a container restarts once',
    series: { [inServing('kube_pod_container_status_restarts_total', container)]: '0x5 1x20' },
    after: 12,
    fires: [],
  },
  {
    about: 'OutOfMemory',
    when: 'a container was killed for its memory, and runs again',
    series: {
      [inServing('kube_pod_container_status_last_terminated_reason', { ...container, reason: 'OOMKilled' })]:
        '_x5 1x20',
      [inServing('kube_pod_container_status_restarts_total', container)]: '0x5 1x20',
    },
    after: 8,
    fires: ['ticket OutOfMemory'],
  },
  {
    about: 'OutOfMemory',
    when: 'it was killed last week',
    series: {
      [inServing('kube_pod_container_status_last_terminated_reason', { ...container, reason: 'OOMKilled' })]: '1x60',
      [inServing('kube_pod_container_status_restarts_total', container)]: '1x60',
    },
    after: 60,
    fires: [],
  },
  {
    about: 'TargetDown',
    when: 'a ready engine cannot be scraped',
    series: {
      [labelled('up', { job: 'engines', namespace: serving, pod: pods.smol })]: '0x30',
      [ready(pods.smol)]: '1x30',
    },
    after: 15,
    fires: ['ticket TargetDown'],
  },
];
