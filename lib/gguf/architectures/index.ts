/** The architectures that can be sized, by their name in GGUF. */
import type { ArchitectureName } from '../../catalog';
import type { Architecture } from './architecture';
import { bert } from './bert';
import { deepseek2 } from './deepseek2';
import { gemma2 } from './gemma2';
import { gemma3 } from './gemma3';
import { gemma4 } from './gemma4';
import { glm4 } from './glm4';
import { gptOss } from './gpt-oss';
import { llama } from './llama';
import { nomicBert } from './nomic-bert';
import { phi3 } from './phi3';
import { qwen2 } from './qwen2';
import { qwen3 } from './qwen3';
import { qwen3moe } from './qwen3moe';
import { qwen35 } from './qwen35';

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
};
