/** The tensors of each architecture that can be sized, as its converter writes them. */
import type { ArchitectureFacts, ArchitectureName } from '../../../lib/catalog/model';
import { deepseek2 } from './deepseek2';
import { bert, nomicBert } from './encoders';
import { gemma2, gemma3 } from './gemma';
import { gemma4 } from './gemma4';
import { gptOss } from './gpt-oss';
import { glm4, llama, qwen2, qwen3, qwen3moe } from './llama';
import { phi3 } from './phi3';
import { qwen35 } from './qwen35';
import type { ModelTensor, Tensors, TensorVariant } from './tensor';

const tensorsByName: Readonly<Record<ArchitectureName, Tensors>> = {
  llama,
  qwen2,
  qwen3,
  qwen3moe,
  qwen35,
  gemma2,
  gemma3,
  gemma4,
  'gpt-oss': gptOss,
  phi3,
  deepseek2,
  glm4,
  'nomic-bert': nomicBert,
  bert,
};

/** All tensors of a model file, without their types, in the order of the file. */
export const tensorsOf = (facts: ArchitectureFacts, variant: TensorVariant): readonly ModelTensor[] =>
  tensorsByName[facts.architecture](facts, variant);
