/** A Modelfile for a tag whose entry does not list its config. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    ['small:1b', { name: 'support', from: 'small:1b', system: 'You help.' }],
  ]),
];

export const report = `test.ollama.fleet.models: the catalogue entry of 'small:1b' has no config layer, from which Ollama knows how to write its prompts.
  fix: npm run lock -- ollama small:1b · a template of its own
  [ModelConfigUnknown]`;
