/** A pod that reads the claim of a store that is not read in place. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'local'], { kind: 'direct' }])];

export const report = `test.models.chat.local.kind: 'direct' reads the store's claim in place, and the store is 'nfs'.
  allowed: 'ephemeral' · 'csi' · 'image'
  [DirectStore]`;
