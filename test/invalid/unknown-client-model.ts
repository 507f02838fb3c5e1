/** A client that may ask for a model of another environment. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(scraperSends, [
    ['gateway'],
    { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['legal', 'tiny:3b'] } } },
  ]),
];

export const report = `test.gateway.clients.a.models[1]: no model has the name 'tiny:3b'.
  did you mean: tiny:1b
  allowed: chat · legal · small:1b · tiny:1b · 'all'
  [UnknownClientModel]`;
