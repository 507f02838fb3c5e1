/** An exemption without a reason. */
import { changed } from './base';

export const inputs = [
  changed([['exemptions'], [{ rule: 'image-pinned', object: 'Deployment llm-serving/chat', reason: '' }]]),
];

export const report = `test.exemptions[0].reason: '' does not have the right form.
  allowed: a text in one line, not blank
  [BadFormat]`;
