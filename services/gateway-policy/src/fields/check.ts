/** The grammar of field tables: what a field of a body may be. Checks give one sentence, or nothing. */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What checks know of the model that was asked for. */
export interface Limits {
  readonly engine: 'llama-server' | 'ollama';
  readonly contextLength: number;
  readonly maxOutputLength: number;
  readonly images: boolean;
  /** Seconds; only of Ollama. */
  readonly keepAlive?: number;
}

/** What is wrong with a value: the sentence goes on after the path of the field. */
export interface Problem {
  readonly at: string;
  readonly problem: string;
}

export type Check = (value: Json, at: string, limits: Limits) => Problem | undefined;

/** A field of a table: accepted with its check, or refused with its reason. */
export type Field = { readonly accept: Check } | { readonly refuse: string };
export type FieldTable = Readonly<Record<string, Field>>;

const wrong = (at: string, problem: string): Problem => ({ at, problem });

/** A value as an error shows it. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const inside = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`);

export const flag: Check = (value, at) =>
  typeof value === 'boolean' ? undefined : wrong(at, `is ${shown(value)}, and must be true or false`);

/** Any text. */
export const text: Check = (value, at) =>
  typeof value === 'string' ? undefined : wrong(at, `is ${shown(value)}, and must be text`);

/** Text of a bounded length. */
export const shortText =
  (longest: number): Check =>
  (value, at) =>
    typeof value === 'string' && value.length <= longest
      ? undefined
      : wrong(at, `is ${shown(value)}, and must be text of at most ${longest} characters`);

export const number =
  (least: number, most: number): Check =>
  (value, at) =>
    typeof value === 'number' && value >= least && value <= most
      ? undefined
      : wrong(at, `is ${shown(value)}, and must be a number from ${least} to ${most}`);

export const whole =
  (least: number, most: number): Check =>
  (value, at) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
      ? undefined
      : wrong(at, `is ${shown(value)}, and must be a whole number from ${least} to ${most}`);

export const oneOf =
  (...allowed: readonly (string | number | boolean)[]): Check =>
  (value, at) =>
    allowed.some((each) => each === value)
      ? undefined
      : wrong(at, `is ${shown(value)}, and must be ${allowed.map((each) => JSON.stringify(each)).join(' or ')}`);

export const list =
  (item: Check, most: number, least = 0): Check =>
  (value, at, limits) => {
    if (!isList(value)) return wrong(at, `is ${shown(value)}, and must be a list`);
    if (value.length < least || value.length > most)
      return wrong(at, `has ${value.length} items, and must have ${least} to ${most}`);
    for (const [index, each] of value.entries()) {
      const problem = item(each, `${at}[${index}]`, limits);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

/** A value that no engine acts on but as text: a JSON schema, or arguments of a tool. */
export const open: Check = () => undefined;

/** An object with any keys. */
export const record =
  (item: Check = open, most = 1000): Check =>
  (value, at, limits) => {
    if (!isObject(value)) return wrong(at, `is ${shown(value)}, and must be an object`);
    const keys = Object.keys(value);
    if (keys.length > most) return wrong(at, `has ${keys.length} keys, and may have ${most}`);
    for (const key of keys) {
      const problem = item(value[key] ?? null, inside(at, key), limits);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

/** A check for values of one kind, another for all others: so that the sentence is that of the kind that was sent. */
export const byKind =
  (kinds: { readonly text?: Check; readonly list?: Check; readonly object?: Check }, otherwise: string): Check =>
  (value, at, limits) => {
    const check =
      typeof value === 'string' ? kinds.text : isList(value) ? kinds.list : isObject(value) ? kinds.object : undefined;
    return check === undefined ? wrong(at, `is ${shown(value)}, and must be ${otherwise}`) : check(value, at, limits);
  };

/** Checks the fields of an object: what its table does not have is refused, and so is a field that it refuses. */
export const fields =
  (table: FieldTable, required: readonly string[] = []): Check =>
  (value, at, limits) => {
    if (!isObject(value)) return wrong(at, `is ${shown(value)}, and must be an object`);
    for (const key of Object.keys(value)) {
      const field = Object.hasOwn(table, key) ? table[key] : undefined;
      const given = value[key] ?? null;
      if (field === undefined) return wrong(inside(at, key), 'is not a field that this gateway accepts');
      // OpenAI's clients send null for what they leave out, and engines take it so.
      if (given === null) continue;
      if ('refuse' in field) return wrong(inside(at, key), `is not accepted: ${field.refuse}`);
      const problem = field.accept(given, inside(at, key), limits);
      if (problem !== undefined) return problem;
    }
    const missing = required.find((key) => (value[key] ?? null) === null);
    return missing === undefined ? undefined : wrong(inside(at, missing), 'is missing');
  };

/** An object whose field `type` chooses its table. */
export const byType =
  (kinds: Readonly<Record<string, Check>>, key = 'type'): Check =>
  (value, at, limits) => {
    if (!isObject(value)) return wrong(at, `is ${shown(value)}, and must be an object`);
    const kind = value[key] ?? null;
    const check = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    return check === undefined
      ? wrong(
          inside(at, key),
          `is ${shown(kind)}, and must be ${Object.keys(kinds)
            .map((each) => JSON.stringify(each))
            .join(' or ')}`,
        )
      : check(value, at, limits);
  };

export const accept = (check: Check): Field => ({ accept: check });
export const refuse = (reason: string): Field => ({ refuse: reason });
/** A field that a model takes only if it takes images. */
export const ofImages =
  (check: Check): Check =>
  (value, at, limits) =>
    limits.images ? check(value, at, limits) : wrong(at, 'has an image, and this model takes none');
