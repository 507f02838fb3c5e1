/** A draft model for a model that writes no text. */
import { changed } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'draft'], { weights: 'small/Q4_K_M' }],
    [['models', 'chat', 'settings', 'embedding'], 'mean'],
  ),
];

export const report = `test.models.chat.draft: embedding 'mean' writes no text, so a draft has no use.
  fix: remove draft
  [DraftHelpsNobody]`;
