/** A real API server with the definitions of others takes every object of every option, field by field, and keeps it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gib, synthesise, type EnvironmentInput, type GatewayInput } from '../../lib';
import { restoreManifests } from '../../lib/internal';
import { title, type Json } from '../../lib/kubernetes/read/manifest';
import { serve } from '../../overlays/base';
import { production } from '../../overlays/production';
import { productionAws } from '../../overlays/production-aws';
import { ensureTools } from '../../scripts/toolchain/tools';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { installNeeded } from '../cluster/world/definitions';
import { lost } from '../cluster/world/read-back';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { byAdapter } from '../scaling/by-adapter';

let plane: ControlPlane;
beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...definitionTools]);
  plane = await ControlPlane.start();
}, 20 * 60_000);
afterAll(() => plane.stop());

/** What `production-aws` has, with tracks, a database, a cache that keeps a log, and a load balancer with a certificate of its own. */
const everything: EnvironmentInput = {
  ...productionAws,
  name: 'everything',
  databases: {
    chat: {
      kind: 'postgres',
      size: gib(10),
      databases: { chat: {} },
      passwords: {
        from: 'external-secrets',
        store: { kind: 'ClusterSecretStore', name: 'corral' },
        path: 'corral/databases',
      },
      tls: { issuer: { kind: 'ClusterIssuer', name: 'internal' } },
    },
  },
  caches: {
    chat: {
      kind: 'valkey',
      maxMemory: gib(1),
      keeps: { by: 'log' },
      users: { chat: {} },
      passwords: { secretName: 'cache-passwords' },
      tls: { issuer: { kind: 'Issuer', name: 'internal' } },
    },
  },
  models: {
    ...productionAws.models,
    risk: {
      ...serve.risk,
      pools: ['cpu'],
      replicas: { min: 2, max: 8 },
      tracks: { blue: { weight: 90 }, green: { weight: 10, weights: 'llama-3.2-3b-instruct/Q6_K', replicas: 1 } },
    },
  },
  gateway: {
    ...(productionAws.gateway as GatewayInput),
    expose: { by: 'load-balancer' },
    replicas: { min: 2, max: 4 },
  },
};

/** Objects of the options of `production`, whatever scales its models. */
const common = [
  'ConfigMap llm-serving/dashboard-models',
  'CronJob model-store/backup-check',
  'CronJob model-store/backup-store',
  'PodMonitor llm-gateway/gateway',
  'PodMonitor llm-serving/ollama',
  'PrometheusRule llm-gateway/alerts',
  'PrometheusRule llm-serving/alerts-legal',
];

test.each<{ readonly input: EnvironmentInput; readonly named: readonly string[] }>([
  {
    input: production,
    named: [
      ...common,
      'CronJob model-store/backup-chat-chat',
      'Deployment llm-serving/cache-chat',
      'ScaledObject llm-serving/gpt-oss-20b',
      'StatefulSet llm-serving/database-chat',
    ],
  },
  {
    input: { ...byAdapter(production), name: 'by-adapter' },
    named: [...common, 'HorizontalPodAutoscaler llm-serving/legal'],
  },
  { input: productionAws, named: [...common, 'ScaledObject llm-serving/legal'] },
  {
    input: everything,
    named: [
      ...common,
      'Certificate llm-gateway/gateway-tls',
      'HorizontalPodAutoscaler llm-gateway/gateway',
      'ScaledObject llm-serving/gpt-oss-20b',
      'ScaledObject llm-serving/risk-blue',
      'StatefulSet llm-serving/database-chat',
      'ExternalSecret llm-serving/database-chat',
      'StatefulSet llm-serving/cache-chat',
      'Certificate llm-serving/cache-chat',
    ],
  },
])('$input.name', async ({ input, named }) => {
  const synthesis = synthesise(input);
  const drawn = synthesis.charts.flatMap(({ manifests }) => manifests);
  const manifests = [...drawn, ...restoreManifests(synthesis.plan, 'store')];
  expect(manifests.map(title)).toEqual(expect.arrayContaining([...named]));

  const { client } = plane;
  await installNeeded(client, synthesis.plan.environment);
  await client.apply(manifests.filter(({ kind }) => kind === 'Namespace'));
  const { objects, warnings } = await client.apply(manifests, { dryRun: true });
  expect(warnings).toEqual([]);
  expect(
    manifests.flatMap((sent, i) =>
      lost(sent as unknown as Json, objects[i] as unknown as Json).map((difference) => `${title(sent)} ${difference}`),
    ),
  ).toEqual([]);
});
