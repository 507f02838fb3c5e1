/** An environment with every field. */
import type { EnvironmentInput } from '../../../lib/environment/environment';
import type { Gitops } from '../../../lib/environment/gitops';
import { base } from '../../invalid/base';
import { environmentPods, objectsOf } from './additions';
import { cluster } from './cluster';
import { cloud, metal } from './pools';
import { fleet, model } from './servers';
import { backup, chat, gateway, monitoring, sessions } from './services';

export const gitops = {
  tool: 'argocd',
  repository: 'https://git.example/platform.git',
  revision: 'production',
  namespace: 'argo',
} as const satisfies Gitops;

export const experts = {
  ...base.catalog.models['small/Q4_K_M'],
  projector: {
    file: { path: 'mmproj.gguf', sha256: 'f'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
    from: 'header',
    tensorBytes: 4000,
    facts: {
      type: 'qwen3vl_merger',
      imageSize: 768,
      patchSize: 16,
      mergeSize: 2,
      embeddingLength: 32,
      feedForwardLength: 128,
      headCount: 2,
      blockCount: 3,
      projectionLength: 64,
    },
  },
  licence: 'apache-2.0',
  chatTemplate: { path: 'chat_template.jinja', sha256: 'd'.repeat(64), bytes: 10, bytesFrom: 'stated' },
  adapters: {
    legal: {
      file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
      origin: { repo: 'example/legal', revision: 'main' },
      tensors: {
        inputBytes: 0,
        outputBytes: 0,
        layers: [{ layers: 4, bytes: 640 }],
        width: 272,
        widthBesideOthers: 400,
        outputWidth: 1016,
      },
    },
  },
  architecture: {
    ...base.catalog.models['small/Q4_K_M'].architecture,
    architecture: 'qwen3moe',
    contextLength: 1024,
    expertCount: 8,
    expertUsedCount: 2,
  },
} as const;

export const adapted = { ...base.catalog.models['small/Q4_K_M'], adapters: experts.adapters };

export const input = {
  name: 'full',
  delivery: 'pulumi',
  gitops,
  cluster,
  nodePools: { cloud, metal },
  supportPools: ['metal', 'cloud'],
  pods: environmentPods,
  objects: objectsOf('environment'),
  imageMirrors: { 'ghcr.io': 'mirror.example/ghcr' },
  models: { model },
  ollama: { fleet },
  gateway,
  monitoring,
  databases: { chat },
  caches: { sessions },
  backup,
  priorities: { critical: 4000, interactive: 3000, standard: 2000, batch: -1 },
  prerequisites: [
    { kind: 'Secret', namespace: 'weights', name: 'hub', providedBy: 'External Secrets' },
    {
      kind: 'PodMonitor',
      namespace: 'monitoring',
      name: 'llama-servers',
      authorization: 'Bearer',
      providedBy: 'kube-prometheus-stack',
    },
  ],
  exemptions: [{ rule: 'image-pinned', object: 'Deployment engines/model', reason: 'the mirror has no digests' }],
  amendments: [
    {
      target: 'Deployment engines/model',
      patch: { spec: { minReadySeconds: 5 } },
      reason: 'the load balancer is slow',
    },
    {
      target: 'Deployment engines/*',
      jsonPatch: [
        { op: 'test', path: '/spec/minReadySeconds', value: 5 },
        { op: 'add', path: '/metadata/labels/team', value: 'search' },
        { op: 'copy', from: '/metadata/labels/team', path: '/metadata/labels/owner' },
        { op: 'remove', path: '/metadata/labels/team' },
      ],
      reason: 'costs are counted by team',
    },
  ],
  catalog: {
    models: { ...base.catalog.models, experts, 'adapted/Q4_K_M': adapted },
    gpus: { Own: { ...ownGpu(), product: 'Own' } },
    instances: { 'gcp/own': { ...ownInstance(), cloud: 'gcp', type: 'own' } },
  },
} as const satisfies Required<EnvironmentInput>;

function ownGpu() {
  return {
    memoryMib: 1000,
    memoryType: 'HBM',
    bandwidthGbPerSecond: 100,
    architecture: 'arm64',
    memory: 'unified',
    computeCapability: '9.9',
    migProfiles: [],
    source: 'ours',
  } as const;
}

function ownInstance() {
  return {
    architecture: 'arm64',
    vcpu: 4,
    memoryMib: 8192,
    allocatable: { millicores: 3900, memoryMib: 7000, pods: 50 },
    networkMbps: 1000,
  } as const;
}
