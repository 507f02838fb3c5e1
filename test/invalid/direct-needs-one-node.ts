/** A store read in place, in a cluster of two nodes. */
import { gib } from '../../lib/core/bytes';
import { base, changed } from './base';

export const inputs = [
  changed(
    [['cluster', 'weights'], { kind: 'direct', capacity: gib(100), bandwidth: gib(1) }],
    [['nodePools'], { racks: base.nodePools.racks }],
    [['ollama'], {}],
    [['models'], { chat: { ...base.models.chat, pools: ['racks'] } }],
  ),
];

export const report = `test.cluster.weights.kind: 'direct' is one claim on one node, and the pools have up to 2 nodes.
  fix: kind 'nfs' · kind 'class' · one pool of one node
  [DirectNeedsOneNode]`;
