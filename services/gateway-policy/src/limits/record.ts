/** What pods of the gateway report to each other, and keep in a file. */

export interface Amounts {
  readonly requests: number;
  readonly concurrent: number;
  readonly tokens: number;
}

export const none: Amounts = { requests: 0, concurrent: 0, tokens: 0 };

export const sum = (one: Amounts, other: Amounts): Amounts => ({
  requests: one.requests + other.requests,
  concurrent: one.concurrent + other.concurrent,
  tokens: one.tokens + other.tokens,
});

/** Counts of one client in one pod. */
export interface ClientRecord {
  readonly client: string;
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
  readonly inFlight: number;
  readonly tokens: readonly (readonly [day: number, charged: number])[];
  readonly reserved?: readonly [clock: number, requests: number, tokens: number];
}

/** Counts of one pod, as another pod or a file knows them. */
export interface PodRecord {
  readonly pod: string;
  readonly sequence: number;
  /** What the clock of the one who reports has more than that of the pod. */
  readonly shift: number;
  readonly records: readonly ClientRecord[];
}
