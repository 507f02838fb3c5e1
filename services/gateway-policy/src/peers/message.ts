/** What pods of the gateway send to each other, in both directions of one exchange. */
import type { ClientRecord, PodRecord } from '../limits/record';

export interface Message {
  /** Id of the process that sends. */
  readonly pod: string;
  /** Port on which it takes messages. */
  readonly port: number;
  readonly sequence: number;
  /** Lamport's clock. */
  readonly clock: number;
  /** Its time, in milliseconds. */
  readonly now: number;
  /** What it knows of the receiver. */
  readonly knows?: { readonly pod: string; readonly sequence: number };
  /** Its counts that changed since what the receiver has confirmed. */
  readonly records: readonly ClientRecord[];
  /** Ids of processes whose requests it has taken over. */
  readonly replaces?: readonly string[];
  /** It asks for everything that the receiver knows of others. */
  readonly joins?: boolean;
  /** It ends. */
  readonly leaves?: boolean;
  /** To a pod that joins. */
  readonly others?: readonly PodRecord[];
  /** To a pod that joins: addresses of further pods. */
  readonly addresses?: readonly string[];
}

type Check = (value: unknown) => boolean;

const integer: Check = (value) => Number.isSafeInteger(value);
const natural: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const name: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 253;
const flag: Check = (value) => typeof value === 'boolean';
const list =
  (check: Check, longest: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= longest && value.every(check);
const tuple =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, index) => check(value[index]));
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([field, check]) => check((value as Record<string, unknown>)[field]));

const record = object({
  client: name,
  buckets: list(tuple(integer, natural), 1000),
  inFlight: natural,
  tokens: list(tuple(natural, integer), 4),
  reserved: optional(tuple(natural, natural, natural)),
} satisfies Record<keyof ClientRecord, Check>);
const records = list(record, 10_000);

export const isPodRecord = object({
  pod: name,
  sequence: natural,
  shift: number,
  records,
} satisfies Record<keyof PodRecord, Check>);

const message = object({
  pod: name,
  port: natural,
  sequence: natural,
  clock: natural,
  now: number,
  knows: optional(object({ pod: name, sequence: natural })),
  records,
  replaces: optional(list(name, 100)),
  joins: optional(flag),
  leaves: optional(flag),
  others: optional(list(isPodRecord, 1000)),
  addresses: optional(list(name, 100)),
} satisfies Record<keyof Message, Check>);

/** A message from its JSON; undefined if it is none. */
export const parseMessage = (text: string): Message | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return message(value) ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
};
