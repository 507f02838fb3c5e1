/** The tensors of each architecture that can be sized, as its converter writes them. */
import type { ArchitectureFacts, ArchitectureName } from '../../../lib/catalog/model';
import { cohere2, commandR } from './cohere';
import { deepseek2 } from './deepseek2';
import { bert, jinaBertV2, modernBert, nomicBert, nomicBertMoe } from './encoders';
import { gemma2, gemma3, gemma3n } from './gemma';
import { gemma4 } from './gemma4';
import { gptOss } from './gpt-oss';
import { graniteHybrid, lfm2, nemotronH, qwen35moe, qwen3next } from './hybrid';
import { glm4, llama, qwen2, qwen3, qwen3moe, seedOss } from './llama';
import { phi3 } from './phi3';
import { qwen35 } from './qwen35';
import { ernie45moe, glm4moe, granite, llama4, minimaxM2 } from './routed';
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
  gemma: llama,
  granite,
  granitemoe: granite,
  'command-r': commandR,
  cohere2,
  mistral3: llama,
  seed_oss: seedOss,
  glm4moe,
  'ernie4_5-moe': ernie45moe,
  'minimax-m2': minimaxM2,
  llama4,
  qwen3next,
  qwen35moe,
  granitehybrid: graniteHybrid,
  nemotron_h: nemotronH,
  lfm2,
  'jina-bert-v2': jinaBertV2,
  'modern-bert': modernBert,
  'gemma-embedding': gemma3,
  'nomic-bert-moe': nomicBertMoe,
  gemma3n,
};

/** All tensors of a model file, without their types, in the order of the file. */
export const tensorsOf = (facts: ArchitectureFacts, variant: TensorVariant): readonly ModelTensor[] =>
  tensorsByName[facts.architecture as ArchitectureName](facts, variant);
