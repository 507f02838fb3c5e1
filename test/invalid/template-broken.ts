/** Templates that Ollama could not read, and one without the question. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    [
      { name: 'a', from: 'small/Q4_K_M', template: '{{ .Prompt }' },
      { name: 'b', from: 'small/Q4_K_M', template: '{{ if .System }}{{ .System }}' },
      { name: 'c', from: 'small/Q4_K_M', template: '{{ .Prompt }}{{ end }}' },
      { name: 'd', from: 'small/Q4_K_M', template: '{{ .System }}' },
    ],
  ]),
];

export const report = `test.ollama.fleet.models[0].template: Ollama could not read it: an action that begins with {{ does not end with }}.
  fix: check it with ollama create on your machine
  [TemplateBroken]
test.ollama.fleet.models[1].template: Ollama could not read it: a block has no {{ end }}.
  fix: check it with ollama create on your machine
  [TemplateBroken]
test.ollama.fleet.models[2].template: Ollama could not read it: an {{ end }} closes no block.
  fix: check it with ollama create on your machine
  [TemplateBroken]
test.ollama.fleet.models[3].template: it has neither .Prompt nor .Messages, so no question would reach the model.
  fix: {{ .Prompt }} where the question goes
  [TemplateBroken]`;
