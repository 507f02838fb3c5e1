/** Values that parameters of a Modelfile do not take; an answer without an end outlives the drain. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    [
      {
        name: 'support',
        from: 'small/Q4_K_M',
        parameters: { temperature: 'warm', top_k: 1.5, stop: 'end', num_predict: -1 },
      },
    ],
  ]),
];

export const report = `test.ollama.fleet.models[0].parameters.temperature: "warm" is no value of temperature.
  allowed: a number
  [ParameterValue]
test.ollama.fleet.models[0].parameters.top_k: 1.5 is no value of top_k.
  allowed: a whole number
  [ParameterValue]
test.ollama.fleet.models[0].parameters.stop: "end" is no value of stop.
  allowed: a list of texts, at least one
  [ParameterValue]
test.ollama.fleet.models[0].parameters.num_predict: -1 is no value of num_predict.
  allowed: 1 to 1024, which is maxOutputLength
  [ParameterValue]`;
