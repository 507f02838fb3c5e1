/** A line of the access log, and what it means for the charge of its request. */
import type { GatewayAccessLine } from 'corral';
import type { TokenReport } from '../limits/admissions';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** What usage needs of a line. */
export type UsageLine = Pick<
  GatewayAccessLine,
  'admission' | 'client' | 'model' | 'path' | 'code' | 'firstByte' | 'type' | 'promptTokens' | 'answerTokens' | 'flags'
>;

/** The line, if it has the form of one. */
export const parseLine = (text: string): UsageLine | undefined => {
  try {
    const { admission, client, model, path, code, firstByte, type, promptTokens, answerTokens, flags } = JSON.parse(
      text,
    ) as Record<keyof UsageLine, unknown>;
    if (!isText(admission) || !isText(client) || !isText(model)) return undefined;
    return {
      admission,
      client,
      model,
      path: isText(path) ? path : '',
      code: isCount(code) ? code : 0,
      firstByte: isCount(firstByte) ? firstByte : null,
      type: isText(type) ? type : null,
      promptTokens: isCount(promptTokens) ? promptTokens : null,
      answerTokens: isCount(answerTokens) ? answerTokens : null,
      flags: isText(flags) && flags !== '-' ? flags : null,
    };
  } catch {
    return undefined;
  }
};

const streams = /^(text\/event-stream|application\/x-ndjson)(;|$)/;

/**
 * Seconds to the first token; undefined where it is not known. Engines send the head of a stream with its first token,
 * and of any other answer when all of it is there.
 */
export const firstTokenOf = ({ code, firstByte, type }: UsageLine): number | undefined =>
  code === 200 && firstByte !== null && type !== null && streams.test(type) ? firstByte / 1000 : undefined;

/** Paths whose answers have no tokens. */
const promptOnly = /^\/(v1\/(embeddings|rerank)|api\/embed)(\?|$)/;

/**
 * Tokens that a request is charged; undefined: the most that it may use. An answer with an error has none. An answer
 * that has not ended whole (Envoy names a flag) may hold a report of its beginning only.
 */
export const reportOf = ({ path, code, promptTokens, answerTokens, flags }: UsageLine): TokenReport | undefined => {
  if (code >= 400) return { promptTokens: promptTokens ?? 0, answerTokens: answerTokens ?? 0 };
  const answer = promptOnly.test(path) ? (answerTokens ?? 0) : answerTokens;
  if (flags !== null || promptTokens === null || answer === null) return undefined;
  return { promptTokens, answerTokens: answer };
};
