/** A llama-server and a fleet with one name. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(
    [
      ['ollama', 'fleet', 'models'],
      ['small:1b', { name: 'legal:latest', from: 'tiny:1b' }],
    ],
    scraperSends,
    [['gateway'], { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: 'all' } } }],
  ),
];

export const report = `test.ollama.fleet.models: clients ask for 'legal' by the same name at test.models.legal already.
  fix: give one of the two another name: a request names one model
  [PublicNameTwice]`;
