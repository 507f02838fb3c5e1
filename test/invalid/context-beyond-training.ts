/** A context twice as long as the model knows. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'contextLength'], 16384])];

export const report = `test.models.chat.settings.contextLength: 16384 tokens, and the model was trained for 8192: the server would cap it silently.
  fix: contextLength 8192 · if the publisher of the model names YaRN: yarn { factor: 2 }
  [ContextBeyondTraining]`;
