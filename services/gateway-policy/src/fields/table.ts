/** The check of a body by its path. */
import { anthropic } from './anthropic';
import { chat } from './chat';
import type { Check } from './check';
import { completions } from './completions';
import { embeddings, rerank } from './embeddings';
import { ollamaChat, ollamaEmbed, ollamaGenerate } from './ollama';
import { responses } from './responses';

const checks: ReadonlyMap<string, Check> = new Map([
  ['/v1/chat/completions', chat],
  ['/v1/completions', completions],
  ['/v1/embeddings', embeddings],
  ['/v1/rerank', rerank],
  ['/v1/responses', responses],
  ['/v1/messages', anthropic],
  ['/api/chat', ollamaChat],
  ['/api/generate', ollamaGenerate],
  ['/api/embed', ollamaEmbed],
]);

/** A path without a table takes nothing. */
const noTable: Check = (_value, at) => ({ at, problem: 'cannot be checked' });

export const bodyCheck = (path: string): Check => checks.get(path) ?? noTable;
