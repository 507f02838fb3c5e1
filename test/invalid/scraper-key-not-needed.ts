/** A key for the scrape of servers that ask for none. */
import { changed } from './base';

export const inputs = [
  changed([
    ['monitoring'],
    { scrape: { by: 'prometheus-operator', labels: {}, key: { secretName: 'scrape', key: 'key' } } },
  ]),
];

export const report = `test.monitoring.scrape.key: a key of Secret 'scrape', and llama-servers ask for no key.
  fix: cluster.apiKey · leave it out
  [ScraperKey]`;
