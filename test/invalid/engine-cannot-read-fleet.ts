/** A file of a hub, for a fleet of Ollama. */
import { changed } from './base';

export const inputs = [changed([['ollama', 'fleet', 'models'], ['small/Q4_K_M']])];

export const report = `test.ollama.fleet.models[0]: 'small/Q4_K_M' is no tag of an Ollama registry, and Ollama pulls from registries only.
  fix: name an entry whose origin is 'ollama' · serve it with a llama-server of its own, under models
  [EngineCannotRead]`;
