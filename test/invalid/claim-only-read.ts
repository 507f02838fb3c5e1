/** A claim of others, of which the collector would remove files. */
import { gib } from '../../lib/core/bytes';
import { changed } from './base';

export const inputs = [
  changed(
    [
      ['cluster', 'weights'],
      { kind: 'existing', claimName: 'models', layout: 'paths', read: 'staged', capacity: gib(100), bandwidth: gib(1) },
    ],
    [['cluster', 'unusedWeights'], 'remove'],
    [['ollama'], {}],
  ),
];

export const report = `test.cluster.unusedWeights: 'remove' would remove files of claim 'models', which others filled and which is only read.
  fix: leave it out · a store of another kind
  [ClaimOnlyRead]`;
