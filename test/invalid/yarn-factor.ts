/** YaRN that makes no context longer. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'yarn'], { factor: 1 }])];

export const report = `test.models.chat.settings.yarn.factor: 1 makes no context longer.
  fix: leave yarn out · a factor above 1
  [YarnFactor]`;
