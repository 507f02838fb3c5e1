/** Answers longer than the context. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'maxOutputLength'], 8192])];

export const report = `test.models.chat.settings.maxOutputLength: 8192 tokens do not fit a context of 4096.
  fix: maxOutputLength 4096 · contextLength 8192
  [OutputBeyondContext]`;
