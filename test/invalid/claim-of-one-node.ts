/** A claim with models that one node can mount, in a cluster of two. */
import { gib } from '../../lib/core/bytes';
import { base, changed } from './base';

export const inputs = [
  changed(
    [
      ['cluster', 'weights'],
      {
        kind: 'existing',
        claimName: 'models',
        layout: 'paths',
        read: 'in-place',
        accessMode: 'ReadWriteOnce',
        proofsClass: 'local',
        capacity: gib(100),
        bandwidth: gib(1),
      },
    ],
    [['nodePools'], { racks: base.nodePools.racks }],
    [['ollama'], {}],
    [['models'], { chat: { ...base.models.chat, pools: ['racks'] } }],
  ),
];

export const report = `test.cluster.weights.accessMode: claim 'models' can be mounted on one node, and the pools have up to 2 nodes.
  fix: a claim with the access mode ReadOnlyMany or ReadWriteMany · another store, and { from: 'claim' } as the origin of the models, \
which a loader copies · one pool of one node
  [ClaimOfOneNode]`;
