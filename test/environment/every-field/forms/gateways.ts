/** Other gateways, and what only a gateway can divide. */
import { scraperSends } from '../../../invalid/base';
import { of, type Form } from './form';

/** Gateways that are reached by other ways than a Gateway of the API. */
const gateways = {
  'a gateway behind a load balancer': {
    host: 'llm.example.org',
    tls: { secretName: 'tls' },
    expose: {
      by: 'load-balancer',
      annotations: { 'balancer.example/kind': 'nlb' },
      sourceRanges: ['192.0.2.0/24'],
      trustedHops: 1,
    },
    keys: { secretName: 'keys' },
    clients: { default: { models: 'all' } },
  },
  'a gateway on a port of every node': {
    tls: { none: 'the network is encrypted' },
    expose: { by: 'node-port', port: 30_080 },
    clients: { default: { models: 'all' } },
  },
} as const;

export const gatewayForms: readonly Form[] = [
  of(
    'llama-servers behind a gateway that ask for no key',
    ({ cluster: { apiKey, withoutKey } }) => [apiKey, withoutKey],
    [undefined, 'the mesh authenticates pods'],
    [['cluster', 'apiKey'], { none: 'the mesh authenticates pods' }],
    [['gateway'], gateways['a gateway on a port of every node']],
  ),
  of(
    'a model with tracks',
    ({ servers }) => servers.map(({ key, track }) => ({ key, track })),
    [
      { key: 'chat-blue', track: { of: 'chat', name: 'blue', weight: 90 } },
      { key: 'chat-green', track: { of: 'chat', name: 'green', weight: 10 } },
      { key: 'legal' },
      { key: 'fleet' },
    ],
    scraperSends,
    [['gateway'], gateways['a gateway on a port of every node']],
    [
      ['models', 'chat', 'tracks'],
      {
        blue: { weight: 90, replicas: { min: 2, max: 3 } },
        green: { weight: 10, weights: 'small:1b', settings: { parallel: 4 }, replicas: 2 },
      },
    ],
  ),
  ...Object.entries(gateways).map(([name, gateway]) =>
    of(name, (environment) => environment.gateway, { expose: gateway.expose }, scraperSends, [['gateway'], gateway]),
  ),
];
