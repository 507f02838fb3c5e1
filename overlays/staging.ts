/**
 * A small copy of production on L4 machines of a cloud: spot first, on-demand as the fallback, the same names with
 * smaller weights.
 */
import { defineEnvironment, gib, mib } from 'corral';
import { catalog, neighbours, nfsDriver, podMonitor, ollamaSettings, serve } from './base';

const gpu = { pools: ['l4-spot', 'l4'], gpus: 1 } as const;
/** An answer must end within the two minutes that a spot node leaves; on CPUs only the smallest model is that quick. */
const spotCpu = { pools: ['cpu-spot', 'cpu'] } as const;
const cpu = { pools: ['cpu'] } as const;
const short = { contextLength: 8192, parallel: 2, maxOutputLength: 1024 } as const;

export const staging = defineEnvironment({
  name: 'staging',
  delivery: 'gitops',
  catalog,
  prerequisites: [nfsDriver, podMonitor],
  cluster: {
    id: 'aws-eu-1-staging',
    ...neighbours,
    dns: { addresses: ['10.100.0.10/32'] },
    metrics: 'prometheus-adapter',
    weights: {
      kind: 'nfs',
      server: 'fs-0a1b2c3d.efs.eu-west-1.amazonaws.com',
      share: '/',
      capacity: gib(200),
      bandwidth: mib(250),
    },
  },
  nodePools: {
    'l4-spot': { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 6 }, capacity: 'spot' },
    l4: { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 6 } },
    'cpu-spot': {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 0, max: 4 },
      capacity: 'spot',
      ephemeralStorage: gib(100),
      diskBandwidth: mib(250),
    },
    cpu: {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 1, max: 4 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(250),
    },
  },
  models: {
    'llama-3': {
      ...serve.llama70b,
      weights: 'llama-3.1-8b-instruct/Q4_K_M',
      settings: short,
      ...gpu,
      replicas: { min: 1, max: 2 },
    },
    'qwen-2-5': { ...serve.qwen32b, weights: 'qwen2.5:7b', settings: short, ...gpu, replicas: 1 },
    'gpt-oss': { ...serve.gptOss, settings: short, ...gpu, replicas: 1 },
    legal: { ...serve.legal, ...cpu, replicas: { min: 1, max: 2 } },
    risk: { ...serve.risk, ...cpu, replicas: 1 },
    summary: { ...serve.summary, ...spotCpu, replicas: 1 },
    recommendation: { ...serve.recommendation, ...cpu, replicas: 1 },
  },
  ollama: {
    ollama: { models: ['llama3.1:8b', 'llama3.2:3b'], settings: ollamaSettings, ...gpu, replicas: 1 },
  },
});
