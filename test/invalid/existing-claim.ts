/** A claim of others that is read in two ways, in none, or by a pod in a third. */
import { gib } from '../../lib/core/bytes';
import { changed } from './base';

const claim = { kind: 'existing', claimName: 'models', layout: 'paths', capacity: gib(100), bandwidth: gib(1) };
const on = (name: string, weights: object, local?: object) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights'], weights],
    [['ollama'], {}],
    [['models', 'legal', 'local'], local],
  );

export const inputs = [
  on('none', claim),
  on('layout', { ...claim, read: 'staged', layout: 'flat' }),
  on('both', { ...claim, read: 'staged', proofsClass: 'nfs' }),
  on('reason', { ...claim, read: 'in-place', proofsClass: 'nfs' }, { kind: 'direct' }),
  on('place', { ...claim, read: 'in-place', proofsClass: 'nfs', reason: 'a fast filer' }, { kind: 'ephemeral' }),
  on('staged', { ...claim, read: 'staged' }, { kind: 'direct' }),
];

export const report = `none.cluster.weights.read: this field has no default and was left out.
  allowed: 'staged' · 'in-place'
  [MissingField]
layout.cluster.weights.layout: 'flat' is not among what is allowed.
  allowed: 'paths' · 'hub-cache' · 'ollama-models' · 'corral'
  [NotAllowed]
both.cluster.weights.proofsClass: there is no such field.
  allowed: kind · claimName · layout · folder · accessMode · capacity · bandwidth · read · address
  fix: leave it out: it goes with read: 'in-place'
  [UnknownKey]
reason.cluster.weights.reason: engines would read claim 'models' in place, and pods can neither start nor end \
while its file system cannot be reached.
  fix: read 'staged' · state in reason why pods may depend on it
  [NetworkInPlace]
place.models.legal.local.kind: 'ephemeral' is staged by the weights server, and a claim that is read in place has none.
  allowed: 'direct' · 'image'
  [DirectStore]
staged.models.legal.local.kind: 'direct' reads the store's claim in place, and the store is 'existing'.
  allowed: 'ephemeral' · 'csi' · 'image'
  [DirectStore]`;
