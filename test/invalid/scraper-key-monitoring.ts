/** Annotations, which state no key, beside servers that ask for one; and a key for servers that ask for none. */
import { changed } from './base';

const apiKey = { secretName: 'llm-key', key: 'keys' };
const fixed = [['models', 'chat', 'replicas'], 1] as const;

export const inputs = [
  changed(
    fixed,
    [['prerequisites'], [{ kind: 'StorageClass', name: 'topolvm', providedBy: 'the TopoLVM chart' }]],
    [['cluster', 'apiKey'], apiKey],
    [['monitoring'], { scrape: { by: 'annotations' } }],
  ),
  changed(
    fixed,
    [['prerequisites'], [{ kind: 'StorageClass', name: 'topolvm', providedBy: 'the TopoLVM chart' }]],
    [['gateway'], { tls: { none: 'a test' }, expose: { by: 'cluster' }, clients: { all: { models: 'all' } } }],
    [['monitoring'], { scrape: { by: 'annotations' } }],
  ),
];

export const report = `test.monitoring.scrape.by: annotations state no key, and with cluster.apiKey /metrics answers 401 without one.
  fix: scrape: { by: 'prometheus-operator', labels } · leave out cluster.apiKey
  [ScraperKey]
test.monitoring.scrape.by: annotations state no key, and with a gateway /metrics answers 401 without one.
  fix: scrape: { by: 'prometheus-operator', labels } · cluster: { apiKey: { none: 'REASON' } }
  [ScraperKey]`;
