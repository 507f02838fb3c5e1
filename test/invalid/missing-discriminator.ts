/** A pool that does not say what it is on. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'on'], undefined])];

export const report = `test.nodePools.l4.on: this field has no default and was left out.
  allowed: 'cloud' · 'metal'
  [MissingField]`;
