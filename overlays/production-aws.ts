/** The platform of production on AWS machines: on-demand where people wait, spot with a fallback for the rest. */
import { defineEnvironment, gib, mib } from 'corral';
import { backup, catalog, gateway, neighbours, nfsDriver, monitoring, ollamaSettings, serve } from './base';

/** An answer must end within the two minutes that a spot node leaves; on CPUs only the smallest model is that quick. */
const spotCpu = { pools: ['cpu-spot', 'cpu'] } as const;
const cpu = { pools: ['cpu'] } as const;

export const productionAws = defineEnvironment({
  name: 'production-aws',
  delivery: 'gitops',
  catalog,
  prerequisites: [nfsDriver],
  cluster: {
    id: 'aws-eu-1',
    // Engines answer the gateway alone.
    monitoring: neighbours.monitoring,
    dns: { addresses: ['10.100.0.10/32'] },
    metrics: 'keda',
    weights: {
      kind: 'nfs',
      server: 'fs-4e5f6a7b.efs.eu-west-1.amazonaws.com',
      share: '/',
      capacity: gib(1024),
      bandwidth: mib(1000),
    },
  },
  nodePools: {
    l40s: { on: 'cloud', instance: 'aws/g6e.12xlarge', nodes: { min: 1, max: 3 } },
    // Thirteen pods, two spares of a rollout, and two that still end. With fewer nodes the plan takes the spares away,
    // and a single replica rolls with an outage.
    'l40s-single': { on: 'cloud', instance: 'aws/g6e.2xlarge', nodes: { min: 2, max: 17 } },
    'cpu-spot': {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 0, max: 8 },
      capacity: 'spot',
      ephemeralStorage: gib(100),
      diskBandwidth: mib(250),
    },
    cpu: {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 1, max: 8 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(250),
    },
  },
  models: {
    'llama-3-70b': { ...serve.llama70b, pools: ['l40s'], gpus: 2, replicas: { min: 1, max: 4 }, affinity: 'session' },
    'qwen-2-5-32b': { ...serve.qwen32b, pools: ['l40s-single'], gpus: 1, replicas: { min: 1, max: 5 } },
    // Outside of working hours it sleeps until the first request.
    'gpt-oss-20b': {
      ...serve.gptOss,
      pools: ['l40s-single'],
      gpus: 1,
      replicas: { min: 0, max: 5 },
      schedule: [{ days: 'weekdays', from: '07:00', to: '19:00', timeZone: 'Europe/Dublin', replicas: 1 }],
    },
    legal: { ...serve.legal, ...cpu, replicas: { min: 2, max: 8 } },
    risk: { ...serve.risk, ...cpu, replicas: { min: 2, max: 8 } },
    summary: { ...serve.summary, ...spotCpu, replicas: { min: 2, max: 10 } },
    recommendation: { ...serve.recommendation, ...cpu, replicas: { min: 2, max: 6 } },
  },
  ollama: {
    ollama: {
      models: ['llama3.1:8b', 'qwen2.5:7b', 'llama3.2:3b'],
      settings: ollamaSettings,
      pools: ['l40s-single'],
      gpus: 1,
      replicas: 3,
    },
  },
  backup,
  // KEDA asks this Prometheus how many requests wait.
  monitoring: { ...monitoring, prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' } },
  gateway: {
    ...gateway,
    host: 'llm.aws.example.org',
    clients: {
      'team-a': {
        models: ['llama-3-70b', 'qwen-2-5-32b', 'gpt-oss-20b'],
        requestsPerMinute: 600,
        concurrent: 20,
        tokensPerDay: 20_000_000,
        tenant: 'a',
      },
      documents: { models: ['legal', 'risk', 'summary', 'recommendation'], concurrent: 40, tenant: 'b' },
      trials: { models: 'all', requestsPerMinute: 60, concurrent: 4, tokensPerDay: 1_000_000 },
    },
  },
});
