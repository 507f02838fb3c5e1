import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { GatewayCluster } from 'corral';
import { ClustersFile } from '../../../../services/gateway-policy/src/clusters/clusters-file';
import { envoyClusters } from '../../../../services/gateway-policy/src/clusters/envoy-clusters';

const cluster: GatewayCluster = {
  host: 'qwen.llm-serving.svc.cluster.local.',
  port: 8080,
  healthPath: '/health',
  affinity: 'least-requests',
  maxRequests: 12,
  maxPending: 6,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-clusters-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a cluster has the host, the health path and the bounds of its model', () => {
  const [found] = envoyClusters(new Map([['qwen', cluster]])).resources;
  expect(found).toMatchObject({
    name: 'qwen',
    lb_policy: 'LEAST_REQUEST',
    load_assignment: {
      cluster_name: 'qwen',
      endpoints: [
        {
          lb_endpoints: [{ endpoint: { address: { socket_address: { address: cluster.host, port_value: 8080 } } } }],
        },
      ],
    },
    health_checks: [{ http_health_check: { path: '/health' } }],
    circuit_breakers: { thresholds: [{ max_requests: 12, max_connections: 12, max_pending_requests: 6 }] },
  });
  expect(found?.maglev_lb_config).toBeUndefined();
});

test('sessions keep their pod by Maglev', () => {
  const [found] = envoyClusters(new Map([['qwen', { ...cluster, affinity: 'session' }]])).resources;
  expect(found).toMatchObject({ lb_policy: 'MAGLEV', maglev_lb_config: { table_size: 2039 } });
});

test('the version follows the content', () => {
  const version = (clusters: Record<string, GatewayCluster>) =>
    envoyClusters(new Map(Object.entries(clusters))).version_info;
  expect(version({ qwen: cluster })).toBe(version({ qwen: { ...cluster } }));
  expect(version({ qwen: cluster })).not.toBe(version({ qwen: { ...cluster, port: 8081 } }));
});

test('the file is written once it is known which models there are, and after each change', async () => {
  const listeners: (() => void)[] = [];
  const configuration = {
    complete: false,
    clusters: new Map<string, GatewayCluster>(),
    onChange: (listener: () => void) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const lines: string[] = [];
  const file = new ClustersFile(folder, configuration, (level, message) => lines.push(`${level}: ${message}`));
  await file.start();
  expect(readdirSync(folder)).toEqual([]);
  configuration.complete = true;
  configuration.clusters.set('qwen', cluster);
  const change = async () => {
    for (const listener of listeners) listener();
    await file.start();
  };
  await change();
  const written = () => JSON.parse(readFileSync(join(folder, 'clusters.json'), 'utf8'));
  expect(written().resources).toHaveLength(1);
  configuration.clusters.set('llama', cluster);
  await change();
  await change();
  expect(written()).toMatchObject({ resources: [{ name: 'qwen' }, { name: 'llama' }] });
  expect(readdirSync(folder)).toEqual(['clusters.json']);
  expect(lines.map((line) => line.replace(/[0-9a-f]{16}/, 'V'))).toEqual([
    'info: clusters: 1 written, version V',
    'info: clusters: 2 written, version V',
  ]);
});

test('a folder that cannot be written is reported', async () => {
  const lines: string[] = [];
  const configuration = { complete: true, clusters: new Map(), onChange: () => () => {} };
  const file = new ClustersFile(join(folder, 'missing'), configuration, (level, message) =>
    lines.push(`${level}: ${message}`),
  );
  await file.start();
  expect(lines).toEqual([expect.stringMatching(/^error: clusters: not written: ENOENT/)]);
});
