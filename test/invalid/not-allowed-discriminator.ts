/** A pool on something else than a cloud or metal. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'on'], 'clould'])];

export const report = `test.nodePools.l4.on: 'clould' is not among what is allowed.
  did you mean: 'cloud'
  allowed: 'cloud' · 'metal'
  [NotAllowed]`;
