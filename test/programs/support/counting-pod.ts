/**
 * A process that counts as a pod of the gateway does, with the real exchange over HTTP: `FOLDER ADDRESSES`, where the file
 * ADDRESSES lists all pods. Its parent asks it to admit requests.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayClient } from 'corral';
import { startCounting } from '../../../services/gateway-policy/src/counting';
import type { Decision } from '../../../services/gateway-policy/src/limits/admissions';
import { policyMetrics } from '../../../services/gateway-policy/src/metrics/policy-metrics';

export type ToPod =
  | { readonly admit: number; readonly client: string }
  | { readonly cancel: string }
  | { readonly metrics: true };
export type FromPod =
  | { readonly listening: number }
  | { readonly ready: true }
  | { readonly text: string }
  | { readonly decisions: readonly Decision[] };

const clients: ReadonlyMap<string, GatewayClient> = new Map<string, GatewayClient>([
  ['minute', { models: 'all', requestsPerMinute: 60 }],
  ['few', { models: 'all', requestsPerMinute: 3 }],
  ['slots', { models: 'all', concurrent: 4 }],
  ['tokens', { models: 'all', tokensPerDay: 1000 }],
]);

const say = (message: FromPod) => process.send?.(message);

const run = async (folder: string, addresses: string) => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  say({ listening: port });
  const metrics = policyMetrics();
  const counting = await startCounting({
    settings: { peers: '', ports: { policy: port, admin: 1 }, files: { access: folder } },
    configuration: { clients },
    metrics,
    log: (level, message) => console.error(`${level}: ${message}`),
    resolve: async () => readFileSync(addresses, 'utf8').split('\n').filter(Boolean),
    envoy: { state: async () => undefined, reopenLogs: async () => true },
  });
  server.on('request', (request, response) => counting.takeMessage(request, response));
  process.on('message', (message: ToPod) => {
    if ('cancel' in message) {
      counting.admissions.cancel(message.cancel);
      return;
    }
    if ('metrics' in message) {
      say({ text: metrics.registry.text() });
      return;
    }
    const asked = Array.from({ length: message.admit }, () =>
      counting.admissions.admit(message.client, { requests: 1, tokens: 100 }),
    );
    void Promise.all(asked).then((decisions) => say({ decisions }));
  });
  process.on('disconnect', () => process.exit(0));
  const look = setInterval(() => {
    if (!counting.isReady()) return;
    clearInterval(look);
    say({ ready: true });
  }, 20);
};

void run(process.argv[2]!, process.argv[3]!);
