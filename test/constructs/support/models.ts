/** A thousand models, as the plan of an environment describes each. */
import type { GatewayCluster, GatewayModel, GatewayModelsFile } from '../../../lib/gateway/files';

const names = Array.from({ length: 1000 }, (_, i) => `qwen-3-32b-instruct-of-team-${String(i).padStart(4, '0')}`);

const model = (name: string): GatewayModel => ({
  aliases: [`${name}:latest`],
  engine: 'llama-server',
  apis: ['chat', 'completions', 'responses', 'messages', 'embeddings', 'rerank'],
  contextLength: 131_072,
  maxOutputLength: 16_384,
  images: false,
  maxBody: 4_194_304,
  loadSeconds: 1234,
  tracks: { blue: { cluster: `${name}-blue` }, green: { cluster: `${name}-green` } },
});

const cluster = (name: string): GatewayCluster => ({
  host: `${name}-ready.llm-serving.svc.cluster.local.`,
  port: 8080,
  healthPath: '/health',
  affinity: 'least-requests',
  maxRequests: 128,
  maxPending: 128,
});

const clusters = names.flatMap((name) => [`${name}-blue`, `${name}-green`]);

export const thousandModels: GatewayModelsFile = {
  models: Object.fromEntries(names.map((name) => [name, model(name)])),
  clusters: Object.fromEntries(clusters.map((name) => [name, cluster(name)])),
};
