/** A place in a store of secrets for a key that llama-servers do not ask for. */
import { changed } from './base';

export const inputs = [
  changed(
    [['cluster', 'apiKey'], { none: 'the mesh authenticates pods' }],
    [
      ['gateway'],
      {
        tls: 'none',
        expose: { by: 'cluster' },
        keys: {
          from: 'external-secrets',
          store: { kind: 'SecretStore', name: 'corral' },
          path: 'corral/keys',
          enginePath: 'corral/engine-key',
        },
        clients: { a: { models: 'all' } },
      },
    ],
  ),
];

export const report = `test.gateway.keys.enginePath: 'corral/engine-key' is the place of a key, and llama-servers ask for none.
  fix: leave it out · leave out cluster.apiKey
  [EngineKeyUnused]`;
