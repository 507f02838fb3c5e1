/** Answers of the policy, and errors in the form that the clients of each API read. */
import type { ErrorForm } from './routes';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Code of a refusal: a constant of ours. */
  readonly reason?: string;
}

/** Why a request is refused: one sentence, with a code that programs read. */
export interface Refusal {
  readonly status: 400 | 401 | 404 | 405 | 413 | 415 | 429 | 500 | 503;
  readonly message: string;
  /** Code of OpenAI's error object. */
  readonly code: string;
  /** Field of the body: `messages[0].content`. */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const openAiTypes: Readonly<Record<Refusal['status'], string>> = {
  400: 'invalid_request_error',
  401: 'invalid_request_error',
  404: 'invalid_request_error',
  405: 'invalid_request_error',
  413: 'invalid_request_error',
  415: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'server_error',
  503: 'server_error',
};

const anthropicTypes: Readonly<Record<Refusal['status'], string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  413: 'request_too_large',
  415: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'api_error',
  503: 'overloaded_error',
};

function errorBody({ status, message, code, param }: Refusal, form: ErrorForm): unknown {
  if (form === 'ollama') return { error: message };
  return form === 'anthropic'
    ? { type: 'error', error: { type: anthropicTypes[status], message } }
    : { error: { message, type: openAiTypes[status], param: param ?? null, code } };
}

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const refused = (refusal: Refusal, form: ErrorForm): Answer => ({
  ...json(refusal.status, errorBody(refusal, form), refusal.headers),
  reason: refusal.code,
});

/** What a check answers to a request that may go on: headers that Envoy adds to it. */
export const allowed = (headers: Readonly<Record<string, string>>): Answer => ({ status: 200, headers, body: '' });
