/** YaRN that makes no context longer, and one for a context that needs none. */
import { changed } from './base';

export const inputs = [
  changed([['models', 'chat', 'settings', 'yarn'], { factor: 1 }]),
  changed([['name'], 'short'], [['cluster', 'id'], 'short'], [['models', 'chat', 'settings', 'yarn'], { factor: 2 }]),
];

export const report = `test.models.chat.settings.yarn.factor: 1 makes no context longer.
  fix: leave yarn out · a factor above 1
  [YarnFactor]
short.models.chat.settings.yarn: contextLength 4096 is within the 8192 tokens of the model, and YaRN would only make its answers worse.
  fix: leave yarn out · a contextLength above 8192
  [YarnFactor]`;
