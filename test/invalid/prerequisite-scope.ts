/** A secret without its namespace. */
import { changed } from './base';

export const inputs = [
  changed([
    ['prerequisites'],
    [
      { kind: 'Secret', name: 'hub', providedBy: 'External Secrets' },
      { kind: 'Scraper', name: 'llama-servers', providedBy: 'Prometheus' },
    ],
  ]),
];

export const report = `test.prerequisites[0].namespace: a Secret is in a namespace, and none is given.
  fix: say in which namespace it is
  [PrerequisiteScope]`;
