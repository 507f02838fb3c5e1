/** The architectures that can be sized, by their name in GGUF. */
import type { ArchitectureName } from '../../catalog';
import type { Architecture } from './architecture';
import { bert } from './encoders/bert';
import { deepseek2 } from './routed/deepseek2';
import { cohere2 } from './sliding/cohere2';
import { commandR } from './dense/command-r';
import { gemma } from './dense/gemma';
import { gemma3n } from './sliding/gemma3n';
import { granite } from './dense/granite';
import { mistral3 } from './dense/mistral3';
import { seedOss } from './dense/seed-oss';
import { gemmaEmbedding } from './encoders/gemma-embedding';
import { jinaBertV2 } from './encoders/jina-bert-v2';
import { modernBert } from './encoders/modern-bert';
import { nomicBertMoe } from './encoders/nomic-bert-moe';
import { gemma2 } from './sliding/gemma2';
import { gemma3 } from './sliding/gemma3';
import { gemma4 } from './sliding/gemma4';
import { glm4 } from './dense/glm4';
import { gptOss } from './routed/gpt-oss';
import { graniteHybrid } from './hybrid/granitehybrid';
import { lfm2 } from './hybrid/lfm2';
import { nemotronH } from './hybrid/nemotron-h';
import { qwen35moe } from './hybrid/qwen35moe';
import { qwen3next } from './hybrid/qwen3next';
import { llama } from './dense/llama';
import { nomicBert } from './encoders/nomic-bert';
import { phi3 } from './dense/phi3';
import { qwen2 } from './dense/qwen2';
import { qwen3 } from './dense/qwen3';
import { qwen3moe } from './routed/qwen3moe';
import { qwen35 } from './hybrid/qwen35';
import { ernie45moe } from './routed/ernie4-5-moe';
import { glm4moe } from './routed/glm4moe';
import { graniteMoe } from './routed/granitemoe';
import { llama4 } from './routed/llama4';
import { minimaxM2 } from './routed/minimax-m2';

export const architectureByName: Readonly<Record<ArchitectureName, Architecture>> = {
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
  gemma,
  granite,
  granitemoe: graniteMoe,
  'command-r': commandR,
  cohere2,
  mistral3,
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
  'gemma-embedding': gemmaEmbedding,
  'nomic-bert-moe': nomicBertMoe,
  gemma3n,
};
