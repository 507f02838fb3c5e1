/** GPT-OSS as Ollama packs it, for a llama-server. */
import { base, changed, smallModel } from './base';

export const inputs = [
  changed(
    [
      ['catalog', 'models', 'small:1b'],
      {
        ...base.catalog.models['small:1b'],
        architecture: { ...smallModel.architecture, architecture: 'gpt-oss' },
      },
    ],
    [['models', 'chat', 'weights'], 'small:1b'],
  ),
];

export const report = `test.models.chat.weights: llama-server cannot read 'small:1b'.
  fix: take the GGUF file of the same model from a hub · serve it with an Ollama fleet
  [EngineCannotRead]`;
