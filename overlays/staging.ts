/** A small copy of production on L4 machines of a cloud: spot first, on-demand as the fallback, the same names with smaller weights. */
import { defineEnvironment, gib, mib } from '../lib';
import { catalog, neighbours, ollamaSettings, serve } from './base';

const gpu = { pools: ['l4-spot', 'l4'], gpus: 1 } as const;
const cpu = { pools: ['cpu-spot', 'cpu'] } as const;

export const staging = defineEnvironment({
  name: 'staging',
  delivery: 'gitops',
  catalog,
  cluster: {
    id: 'aws-eu-1-staging',
    ...neighbours,
    metrics: 'prometheus-adapter',
    weights: { kind: 'nfs', server: 'fs-0a1b2c3d.efs.eu-west-1.amazonaws.com', share: '/', subDir: 'models', capacity: gib(200), bandwidth: mib(250) },
  },
  nodePools: {
    'l4-spot': { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 6 }, capacity: 'spot' },
    l4: { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 6 } },
    'cpu-spot': { on: 'cloud', instance: 'aws/m7i.4xlarge', nodes: { min: 0, max: 4 }, capacity: 'spot', ephemeralStorage: gib(100), diskBandwidth: mib(250) },
    cpu: { on: 'cloud', instance: 'aws/m7i.4xlarge', nodes: { min: 1, max: 4 }, ephemeralStorage: gib(100), diskBandwidth: mib(250) },
  },
  models: {
    'llama-3': { ...serve.llama70b, weights: 'llama-3.1-8b-instruct/Q4_K_M', ...gpu, replicas: { min: 1, max: 2 } },
    'qwen-2-5': { ...serve.qwen32b, weights: 'qwen2.5:7b', ...gpu, replicas: 1 },
    'gpt-oss': { ...serve.gptOss, ...gpu, replicas: 1 },
    legal: { ...serve.legal, ...cpu, replicas: { min: 1, max: 2 } },
    risk: { ...serve.risk, ...cpu, replicas: 1 },
    summary: { ...serve.summary, ...cpu, replicas: 1 },
    recommendation: { ...serve.recommendation, ...cpu, replicas: 1 },
  },
  ollama: {
    ollama: { models: ['llama3.1:8b', 'nomic-embed-text:latest'], settings: ollamaSettings, ...gpu, replicas: 1 },
  },
});
