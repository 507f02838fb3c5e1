/** A Gateway without a host. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(scraperSends, [
    ['gateway'],
    {
      tls: { secretName: 'tls' },
      expose: { by: 'gateway-api', className: 'envoy' },
      clients: { a: { models: 'all' } },
    },
  ]),
];

export const report = `test.gateway.host: expose.by 'gateway-api' needs the name under which clients reach the gateway.
  fix: host: 'llm.example.org', a name that the DNS of your clients resolves
  [GatewayHost]`;
