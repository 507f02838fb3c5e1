/** A gateway and nothing behind it. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed([['models'], {}], [['ollama'], {}], scraperSends, [
    ['gateway'],
    { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['chat'] } } },
  ]),
];

export const report = `test.gateway: there is no model that clients could ask for.
  fix: add models or ollama · leave out gateway
  [GatewayWithoutModels]`;
