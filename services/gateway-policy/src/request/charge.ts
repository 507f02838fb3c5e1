/** What a request is charged when it is admitted: the most tokens that it can use. */
import type { Json, JsonObject, Limits } from '../fields/check';

/** Fields that bound an answer, wherever an API has them. */
export const answerFields = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'n_predict'] as const;

/** The longest answer that a request asks for; where it asks for none, the longest that the model gives. */
export function longestAnswer(body: JsonObject, limits: Limits): number {
  const options = (body.options ?? {}) as JsonObject;
  const given = [...answerFields.map((field) => body[field]), options.num_predict].filter(
    (value): value is number => typeof value === 'number' && value >= 0,
  );
  return given.length === 0 ? limits.maxOutputLength : Math.max(...given);
}

const bytes = (value: Json | undefined): number => Buffer.byteLength(JSON.stringify(value ?? ''));
const count = (value: Json | undefined): number => (Array.isArray(value) ? value.length : 1);

/** A token is at least one byte, so a prompt has at most as many tokens as the body has bytes. */
export function chargeOf(path: string, body: JsonObject, size: number, limits: Limits): number {
  if (path === '/v1/embeddings' || path === '/api/embed')
    return Math.min(size, count(body.input) * limits.contextLength);
  if (path === '/v1/rerank') {
    // Each document is read together with the query.
    const documents = count(body.documents ?? body.texts);
    return Math.min(size + documents * bytes(body.query), documents * limits.contextLength);
  }
  return Math.min(limits.contextLength, size + longestAnswer(body, limits));
}
