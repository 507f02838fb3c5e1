/** Answers as long as the context. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'maxOutputLength'], 4096])];

export const report = `test.models.chat.settings.maxOutputLength: 4096 tokens of output leave no room for a prompt in a context of 4096.
  fix: maxOutputLength below 4096 · contextLength above 4096
  [OutputBeyondContext]`;
