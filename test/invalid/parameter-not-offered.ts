/** Parameters of a Modelfile that change memory, or that do not exist. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    [
      'small:1b',
      {
        name: 'support',
        from: 'small/Q4_K_M',
        parameters: { num_ctx: 8192, num_gpu: 20, typical_p: 1, temprature: 0.5, temperature: 0.5 },
      },
    ],
  ]),
];

export const report = `test.ollama.fleet.models[1].parameters.num_ctx: num_ctx is not offered, because the plan counts the context of the fleet.
  fix: settings.contextLength of the fleet
  [ParameterNotOffered]
test.ollama.fleet.models[1].parameters.num_gpu: num_gpu is not offered, because layers would move from the GPUs that the plan has counted.
  fix: gpus of the fleet
  [ParameterNotOffered]
test.ollama.fleet.models[1].parameters.typical_p: typical_p is not offered, because Ollama refuses requests for a model that has it.
  fix: leave it out
  [ParameterNotOffered]
test.ollama.fleet.models[1].parameters.temprature: Ollama has no parameter 'temprature'.
  did you mean: temperature
  allowed: temperature · top_k · top_p · min_p · repeat_last_n · repeat_penalty · presence_penalty · frequency_penalty · seed · num_predict · stop
  [ParameterNotOffered]`;
