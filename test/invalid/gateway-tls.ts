/** Keys in plain HTTP, from outside of the cluster. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(scraperSends, [
    ['gateway'],
    { host: 'llm.example.org', tls: 'none', expose: { by: 'load-balancer' }, clients: { a: { models: 'all' } } },
  ]),
];

export const report = `test.gateway.tls: 'none' with expose.by 'load-balancer': keys and prompts of clients outside of the cluster would not be encrypted.
  fix: tls: { issuer: { kind: 'ClusterIssuer', name } } for a certificate of cert-manager · tls: { secretName } of a Secret with tls.crt and tls.key · tls: { none: 'REASON' }, if something in front of the gateway ends TLS
  [GatewayTls]`;
