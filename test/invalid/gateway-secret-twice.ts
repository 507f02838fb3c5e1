/** The certificate in the Secret of the keys. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(scraperSends, [
    ['gateway'],
    { tls: { secretName: 'gateway-keys' }, expose: { by: 'cluster' }, clients: { a: { models: 'all' } } },
  ]),
];

export const report = `test.gateway.tls.secretName: 'gateway-keys' is the Secret with the keys of the clients.
  fix: name the Secret with tls.crt and tls.key
  [SecretTwice]`;
