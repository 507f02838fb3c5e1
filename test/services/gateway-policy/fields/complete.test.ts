/** Every field of the requests of OpenAI's and Ollama's clients is in a table: the compiler refuses this file otherwise. */
import { describe, expect, test } from '@jest/globals';
import type { ChatRequest, EmbedRequest, GenerateRequest, Options } from 'ollama';
import type { ChatCompletionCreateParamsBase } from 'openai/resources/chat/completions/completions';
import type { CompletionCreateParamsBase } from 'openai/resources/completions';
import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { ResponseCreateParamsBase } from 'openai/resources/responses/responses';
import { anthropicTable } from '../../../../services/gateway-policy/src/fields/anthropic';
import { chatTable } from '../../../../services/gateway-policy/src/fields/chat';
import type { Field, FieldTable } from '../../../../services/gateway-policy/src/fields/check';
import { completionsTable } from '../../../../services/gateway-policy/src/fields/completions';
import { embeddingsTable } from '../../../../services/gateway-policy/src/fields/embeddings';
import {
  ollamaChatTable,
  ollamaEmbedTable,
  ollamaGenerateTable,
  optionsTable,
} from '../../../../services/gateway-policy/src/fields/ollama';
import { responsesTable } from '../../../../services/gateway-policy/src/fields/responses';

type Complete<Params> = Readonly<Record<keyof Params, Field>>;

const complete = {
  chat: chatTable satisfies Complete<ChatCompletionCreateParamsBase>,
  completions: completionsTable satisfies Complete<CompletionCreateParamsBase>,
  embeddings: embeddingsTable satisfies Complete<EmbeddingCreateParams>,
  responses: responsesTable satisfies Complete<ResponseCreateParamsBase>,
  'Ollama chat': ollamaChatTable satisfies Complete<ChatRequest>,
  'Ollama generate': ollamaGenerateTable satisfies Complete<GenerateRequest>,
  'Ollama embed': ollamaEmbedTable satisfies Complete<EmbedRequest>,
  'Ollama options': optionsTable satisfies Complete<Options>,
  Anthropic: anthropicTable satisfies FieldTable,
};

// @ts-expect-error a field that OpenAI adds is missing in the table: this is what the lines above would report
void (chatTable satisfies Complete<ChatCompletionCreateParamsBase & { readonly a_new_field?: string }>);

describe.each(Object.entries<FieldTable>(complete))('%s', (_, table) => {
  test('each field is accepted with a check, or refused with a reason that is a sentence', () => {
    for (const field of Object.values(table))
      if ('refuse' in field) expect(field.refuse).toMatch(/^.{10,}[a-z`)]$/);
      else expect(field.accept).toEqual(expect.any(Function));
  });

  test('a refused field is in the error with its reason', () => {
    expect(Object.values(table).some((field) => 'accept' in field)).toBe(true);
  });
});
