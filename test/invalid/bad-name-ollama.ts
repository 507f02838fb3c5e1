/** Names that Ollama does not take, and one that is given twice but for its case. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    [
      { name: 'my model', from: 'small/Q4_K_M' },
      { name: 'a.b/c', from: 'small/Q4_K_M' },
      { name: 'support', from: 'small:1b' },
      { name: 'Support:latest', from: 'small:1b' },
    ],
  ]),
];

export const report = `test.ollama.fleet.models[0].name: 'my model' cannot be a name of Ollama.
  allowed: 'name', 'name:tag' or 'namespace/name:tag', each of at most 80 letters, digits, '_', '-' and, but for the namespace, '.'
  [BadName]
test.ollama.fleet.models[1].name: 'a.b/c' cannot be a name of Ollama.
  allowed: 'name', 'name:tag' or 'namespace/name:tag', each of at most 80 letters, digits, '_', '-' and, but for the namespace, '.'
  [BadName]
test.ollama.fleet.models[3]: model 'support:latest' stands at test.ollama.fleet.models[2] already.
  fix: leave out one of the two
  [GivenTwice]`;
