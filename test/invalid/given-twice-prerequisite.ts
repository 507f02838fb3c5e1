/** A prerequisite twice. */
import { changed } from './base';

export const inputs = [
  changed([
    ['prerequisites'],
    [
      { kind: 'Scraper', name: 'llama-servers', providedBy: 'Prometheus' },
      { kind: 'Secret', namespace: 'model-store', name: 'hub', providedBy: 'External Secrets' },
      { kind: 'Secret', namespace: 'model-store', name: 'hub', providedBy: 'hand' },
    ],
  ]),
];

export const report = `test.prerequisites[2]: Secret model-store/hub stands at test.prerequisites[1] already.
  fix: leave out one of the two
  [GivenTwice]`;
