/** A name that no header can carry. */
import { base, changed, scraperSends } from './base';

export const inputs = [
  changed([['models', 'größe'], base.models.legal], scraperSends, [
    ['gateway'],
    { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: 'all' } } },
  ]),
];

export const report = `test.models['größe']: 'größe' is no name that the header of a request can carry.
  allowed: letters, digits and signs of ASCII
  [PublicName]`;
