/** A model of a fleet under another key than its tag, by which Ollama would list it. */
import { base, changed } from './base';

export const inputs = [
  changed([['catalog', 'models', 'mine'], base.catalog.models['small:1b']], [['ollama', 'fleet', 'models'], ['mine']]),
];

export const report = `test.ollama.fleet.models[0]: Ollama lists 'mine' by its registry's name, which is 'small:1b'.
  fix: make 'small:1b' the key in the catalogue
  [CatalogKeyMismatch]`;
