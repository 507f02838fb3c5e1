/** Scrapers that send no key to servers that ask for one, and a key that nothing asks for. */
import { base, changed } from './base';

const others = base.prerequisites.filter(({ kind }) => kind !== 'Scraper');
const scraper = { kind: 'Scraper', name: 'llama-servers', providedBy: 'Prometheus' };
const named = (name: string, apiKey: object | undefined, prerequisites: readonly object[]) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['cluster', 'apiKey'], apiKey],
    [['prerequisites'], [...others, ...prerequisites]],
  );
const apiKey = { secretName: 'llm-key', key: 'keys' };

export const inputs = [
  named('silent', apiKey, [scraper]),
  named('open', undefined, [{ ...scraper, authorization: 'Bearer' }]),
  named('both', apiKey, [
    { ...scraper, authorization: 'Bearer' },
    { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs', authorization: 'Bearer' },
  ]),
];

export const report = `silent.prerequisites[1].authorization: Scraper llama-servers sends no key, and with cluster.apiKey /metrics answers 401 without one.
  fix: authorization: 'Bearer', and let it send the key of that Secret · leave out cluster.apiKey
  [ScraperKey]
open.prerequisites[1].authorization: 'Bearer', and llama-servers ask for no key.
  fix: cluster.apiKey · leave it out
  [ScraperKey]
both.prerequisites[2].authorization: 'Bearer', and a CSIDriver scrapes nothing.
  fix: leave it out
  [ScraperKey]`;
