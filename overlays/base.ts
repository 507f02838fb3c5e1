/** What is served: the same models with the same settings wherever an overlay puts them. */
import { gib, seconds, type ModelInput } from 'corral';
import { models } from './models';

/** What every environment can name. */
export const catalog = { models };

type Served = Omit<ModelInput<string, keyof typeof models>, 'pools' | 'replicas'>;

/** The seven models of the platform: three on GPUs, four for business texts on CPUs. */
export const serve = {
  llama70b: {
    weights: 'llama-3.3-70b-instruct/Q4_K_M',
    settings: { contextLength: 8192, parallel: 4, maxOutputLength: 2048 },
    cpu: 4,
    priority: 'interactive',
  },
  qwen32b: {
    weights: 'qwen2.5:32b',
    settings: { contextLength: 8192, parallel: 4, maxOutputLength: 2048 },
    cpu: 2,
    priority: 'interactive',
  },
  gptOss: {
    weights: 'gpt-oss-20b/MXFP4',
    settings: { contextLength: 16384, parallel: 4, maxOutputLength: 2048 },
    cpu: 2,
    priority: 'interactive',
  },
  legal: {
    weights: 'llama-3.1-8b-instruct/Q4_K_M',
    settings: { contextLength: 8192, parallel: 1, maxOutputLength: 512 },
    cpu: 2,
    memory: gib(8),
  },
  risk: {
    weights: 'llama-3.2-3b-instruct/Q4_K_M',
    settings: { contextLength: 8192, parallel: 1, maxOutputLength: 512 },
    cpu: 2,
    memory: gib(6),
  },
  summary: {
    weights: 'qwen2.5:1.5b',
    settings: { contextLength: 8192, parallel: 1, maxOutputLength: 256 },
    cpu: 1,
    memory: gib(4),
    priority: 'batch',
  },
  recommendation: {
    weights: 'qwen2.5:3b',
    settings: { contextLength: 8192, parallel: 1, maxOutputLength: 512 },
    cpu: 2,
    memory: gib(6),
  },
} as const satisfies Record<string, Served>;

/** Settings of the fleets of Ollama: models are unloaded ten minutes after their last request. */
export const ollamaSettings = {
  contextLength: 8192,
  parallel: 2,
  maxOutputLength: 1024,
  keepAlive: seconds(600),
} as const;

/** Who else is in a cluster of ours: the gateway in front of the engines, and Prometheus. */
export const neighbours = {
  requestsFrom: { namespace: 'gateway', podLabels: { 'app.kubernetes.io/name': 'gateway' } },
  monitoring: { namespace: 'monitoring', podLabels: { 'app.kubernetes.io/name': 'prometheus' } },
} as const;

/** How a cluster of ours shows its models to clients: what is in front of the gateway, and where keys come from. */
export const gateway = {
  tls: { issuer: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
  expose: { by: 'gateway-api', className: 'envoy' },
  keys: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral/keys' },
} as const;

/** What a Prometheus and a Grafana of kube-prometheus-stack get: monitors, alerts, dashboards. */
export const monitoring = {
  scrape: { by: 'prometheus-operator', labels: { release: 'kube-prometheus-stack' } },
  alerts: {},
  dashboards: { grafana: 'https://grafana.example.org' },
} as const;

/** Who scrapes the llama-servers, whose autoscalers read these metrics: port 8080, path /metrics. */
export const podMonitor = {
  kind: 'PodMonitor',
  namespace: 'monitoring',
  name: 'llama-servers',
  providedBy: 'kube-prometheus-stack, installed by the cluster team',
} as const;

/** What a cluster with an NFS store must have beforehand. */
export const nfsDriver = {
  kind: 'CSIDriver',
  name: 'nfs.csi.k8s.io',
  providedBy: 'csi-driver-nfs, installed by the cluster team',
} as const;

/** Copies of the store with all weights: a model must come back also if its source has vanished. */
export const backup = {
  to: {
    kind: 's3',
    endpoint: 'https://s3.backup.example',
    bucket: 'corral-backup',
    credentials: { secretName: 'backup-key' },
  },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'all' }],
} as const;
