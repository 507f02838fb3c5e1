/** A context that one model of a fleet does not know. */
import { changed } from './base';

export const inputs = [changed([['ollama', 'fleet', 'settings', 'contextLength'], 16384])];

export const report = `test.ollama.fleet.settings.contextLength: 16384 tokens, and 'small:1b' was trained for 8192: Ollama would cap it silently.
  fix: contextLength 8192 · a fleet of its own for that model
  [ContextBeyondTraining]
test.ollama.fleet.settings.contextLength: 16384 tokens, and 'tiny:1b' was trained for 8192: Ollama would cap it silently.
  fix: contextLength 8192 · a fleet of its own for that model
  [ContextBeyondTraining]`;
