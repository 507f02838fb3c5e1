/** More slots than the engine has. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'parallel'], 300])];

export const report = `test.models.chat.settings.parallel: 300 slots, and llama-server has at most 256.
  [SettingRange]`;
