/** What Envoy itself answers, in the form of errors that the clients of each API read. */
import { gatewayHeaders } from '../headers';
import type { Part } from './parts';
import { type EnvoySettings, envoyTimes } from './settings';

/** One reason for which Envoy answers, and its sentence. The first that fits is taken. */
interface Reply {
  /** Envoy's flags of the answer. @default - any */
  readonly flags?: readonly string[];
  /** @default - any */
  readonly status?: number;
  readonly message: string;
  readonly code: string;
  readonly retryAfter?: string;
}

/** Flag of an answer that a check gave, or that there is because a check gave none. */
const byCheck = 'UAEX';

const replies = ({ maxBody, times = envoyTimes }: EnvoySettings): readonly Reply[] => [
  {
    flags: [byCheck],
    status: 503,
    message: 'the gateway cannot check requests at the moment: try again',
    code: 'gateway_unavailable',
    retryAfter: '5',
  },
  {
    flags: ['UH', 'NC'],
    message: 'no pod of this model is ready: it sleeps, or it loads; try again after the time in retry-after',
    code: 'model_not_ready',
    retryAfter: `%REQ(${gatewayHeaders.retryAfter})%`,
  },
  {
    flags: ['UO'],
    message: 'the pods of this model have as many requests as they take: try again',
    code: 'model_overloaded',
    retryAfter: '2',
  },
  {
    flags: ['OM'],
    message: 'the gateway has as many requests as it takes: try again',
    code: 'gateway_overloaded',
    retryAfter: '2',
  },
  {
    status: 503,
    message: 'the connection to the model broke before its answer began: try again',
    code: 'model_unreachable',
    retryAfter: '1',
  },
  {
    status: 504,
    message: `no byte of the answer came within ${times.idle} seconds: the gateway has ended the request`,
    code: 'idle_timeout',
  },
  {
    status: 408,
    message: `the request did not arrive in time: its headers within ${times.headers} seconds, the whole within ${times.upload} seconds`,
    code: 'request_timeout',
  },
  {
    status: 413,
    message: `the body is longer than ${maxBody} bytes, the most that the gateway takes`,
    code: 'body_too_large',
  },
  { status: 431, message: 'the headers are longer than the gateway takes', code: 'headers_too_large' },
  { status: 403, message: 'the gateway does not upgrade connections', code: 'no_upgrade' },
  { status: 404, message: 'no such path', code: 'not_found' },
  { status: 400, message: 'the request is no valid HTTP, or its path or a header is not allowed', code: 'bad_request' },
];

const other: Reply = { message: '%LOCAL_REPLY_BODY%', code: 'gateway_error' };

/** A form of errors, and the paths whose clients read it. */
interface Form {
  /** @default - all that no other form has */
  readonly prefix?: string;
  readonly body: (reply: Reply) => Part;
}

const type = ({ status = 500 }: Reply): string => (status < 500 ? 'invalid_request_error' : 'server_error');

const openai: Form = {
  body: (reply) => ({ error: { message: reply.message, type: type(reply), param: null, code: reply.code } }),
};
const forms: readonly Form[] = [
  { prefix: '/api/', body: ({ message }) => ({ error: message }) },
  {
    prefix: '/v1/messages',
    body: (reply) => ({
      type: 'error',
      error: { type: reply.retryAfter === undefined ? 'api_error' : 'overloaded_error', message: reply.message },
    }),
  },
  openai,
];

/** Filters of the access log decide which reply fits. */
const allOf = (filters: readonly Part[]): Part =>
  filters.length === 1 && filters[0] !== undefined ? filters[0] : { and_filter: { filters } };

const hasFlag = (flags: readonly string[]): Part => ({ response_flag_filter: { flags } });
const hasStatus = (status: number): Part => ({
  status_code_filter: { comparison: { op: 'EQ', value: { default_value: status, runtime_key: 'corral.none' } } },
});
const hasPath = (prefix: string): Part => ({
  header_filter: { header: { name: ':path', string_match: { prefix } } },
});

const mapper = ({ prefix, body }: Form, reply: Reply): Part => ({
  filter: allOf([
    ...(reply.flags === undefined ? [] : [hasFlag(reply.flags)]),
    ...(reply.status === undefined ? [] : [hasStatus(reply.status)]),
    ...(prefix === undefined ? [] : [hasPath(prefix)]),
  ]),
  body_format_override: { json_format: body(reply), content_type: 'application/json' },
  headers_to_add:
    reply.retryAfter === undefined
      ? []
      : [
          {
            header: { key: 'retry-after', value: reply.retryAfter },
            append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
          },
        ],
});

/** What the policy refuses with goes out as it wrote it. */
const refusals: Part = {
  filter: hasFlag([byCheck]),
  body_format_override: {
    text_format_source: { inline_string: '%LOCAL_REPLY_BODY%' },
    content_type: 'application/json',
  },
};

export function localReplies(settings: EnvoySettings): Part {
  const [unavailable, ...others] = replies(settings);
  const inEachForm = (reply: Reply): readonly Part[] => forms.map((form) => mapper(form, reply));
  return {
    mappers: [...(unavailable === undefined ? [] : inEachForm(unavailable)), refusals, ...others.flatMap(inEachForm)],
    body_format: { json_format: openai.body(other), content_type: 'application/json' },
  };
}
