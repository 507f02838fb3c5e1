/** A class of the cluster with a namespace. */
import { changed } from './base';

export const inputs = [
  changed([
    ['prerequisites'],
    [
      { kind: 'StorageClass', name: 'topolvm', namespace: 'llm-serving', providedBy: 'the TopoLVM chart' },
      { kind: 'Scraper', name: 'llama-servers', providedBy: 'Prometheus' },
    ],
  ]),
];

export const report = `test.prerequisites[0].namespace: a StorageClass is in no namespace, and 'llm-serving' is given.
  fix: leave it out
  [PrerequisiteScope]`;
