/** A pod that stages weights from a store that is read in place. */
import { gib } from '../../lib/core/bytes';
import { base, changed } from './base';

export const inputs = [
  changed(
    [['cluster', 'weights'], { kind: 'direct', capacity: gib(100), bandwidth: gib(1) }],
    [['nodePools'], { racks: { ...base.nodePools.racks, nodes: ['rack-1'] } }],
    [['ollama'], {}],
    [['models'], { chat: { ...base.models.chat, pools: ['racks'], local: { kind: 'ephemeral' } } }],
  ),
];

export const report = `test.models.chat.local.kind: 'ephemeral' is staged by the weights server, and a direct store has none.
  allowed: 'direct' · 'image'
  [DirectStore]`;
