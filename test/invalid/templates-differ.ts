/** Two names of one model, of which one has a template: they share a process that writes chats in one way. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    ['small/Q4_K_M', { name: 'support', from: 'small/Q4_K_M', template: '{{ .Prompt }}' }],
  ]),
];

export const report = `test.ollama.fleet.models: 'support:latest' has a template and 'small:Q4_K_M', which is the same model, has none: both share one process, and Ollama would write the chats of one of them wrong.
  fix: a template for 'small:Q4_K_M' too · leave 'small:Q4_K_M' out
  [TemplatesDiffer]`;
