/** Judges a body: model, rights, size, path, fields, caps. Pure; a worker thread runs it. */
import type { GatewayApi } from 'corral';
import type { Json, JsonObject } from '../fields/check';
import { bodyCheck } from '../fields/table';
import type { Refusal } from '../server/answer';
import { capEdit } from './cap';
import { chargeOf, longestAnswer } from './charge';
import { mayUse, type ModelNames, type Rights } from './names';
import { scan } from './scan';
import { sessionHash } from './session';

/** A body to be judged, and who sent it. */
export interface Job {
  readonly client: string;
  readonly path: string;
  readonly api: GatewayApi;
  readonly rights: readonly Rights[];
  readonly session: string | undefined;
  readonly body: Uint8Array;
}

/** What the checks need to know of a body that is accepted. */
export interface Accepted {
  /** Key of the model. */
  readonly model: string;
  /** What the request is charged until the engine reports. */
  readonly tokens: number;
  readonly hash: string | undefined;
  /** What Envoy changes in the body. @see capEdit */
  readonly edit: string | undefined;
}

export type Verdict = Accepted | { readonly refusal: Refusal };

const refuse = (status: Refusal['status'], code: string, message: string, param?: string): Verdict => ({
  refusal: { status, code, message, param },
});

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same for a model that does not exist and one that the client may not use. */
export const noModel = (name: Json): Refusal => ({
  status: 404,
  code: 'model_not_found',
  message: `the model ${JSON.stringify(name).slice(0, 100)} does not exist, or this key may not use it`,
  param: 'model',
});

export function judge(job: Job, names: ModelNames): Verdict {
  const scanned = scan(job.body);
  if ('problem' in scanned) return refuse(400, 'invalid_json', scanned.problem);
  const body = scanned.value;
  if (!isObject(body)) return refuse(400, 'invalid_json', 'the body is not a JSON object');
  const name = body.model ?? null;
  if (name === null || name === '')
    return refuse(400, 'missing_required_parameter', 'the field `model` is missing', 'model');
  const found = typeof name === 'string' ? names.get(name) : undefined;
  if (found === undefined || !job.rights.every((rights) => mayUse(rights, found))) return { refusal: noModel(name) };
  const { model } = found;
  if (job.body.length > model.maxBody)
    return refuse(
      413,
      'request_too_large',
      `the body has ${job.body.length} bytes, and this model takes ${model.maxBody}`,
    );
  if (!model.apis.includes(job.api))
    return refuse(
      400,
      'unsupported_path',
      `this model does not answer ${job.path}; it has: ${model.apis.join(', ')}`,
      'model',
    );
  const problem = bodyCheck(job.path)(body, '', model);
  if (problem !== undefined) return refuse(400, 'invalid_field', `\`${problem.at}\` ${problem.problem}`, problem.at);
  return {
    model: found.name,
    tokens: chargeOf(job.path, body, job.body.length, model),
    hash: sessionHash({ ...job, sent: job.session }, body),
    edit: capEdit(job.path, scanned.text, body, model, longestAnswer(body, model)),
  };
}
