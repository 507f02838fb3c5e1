/** What the request check asks before a request goes to an engine, and what the access log settles afterwards. */

/** What a request is charged when it is admitted. */
export interface Charge {
  readonly requests: 1;
  /** The most that it can use: prompt and answer, in tokens. */
  readonly tokens: number;
}

/** The limit of a client that a request would exceed. */
export type Limit = 'requests' | 'concurrent' | 'tokens';

/** `admission`: an id of at most 80 characters, for the header `x-corral-admission`. */
export type Decision = { readonly admission: string } | { readonly refused: Limit; readonly retryAfterSeconds: number };

/** Tokens as the engine reports them. */
export interface TokenReport {
  readonly promptTokens: number;
  readonly answerTokens: number;
}

/** How a client stands with one of its limits. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until more of it is left: the oldest request of the minute is over, or the day. */
  readonly resetSeconds: number;
}

/** Of the limits that a client has: requests of a minute, tokens of a day. */
export interface Standings {
  readonly requests?: Standing;
  readonly tokens?: Standing;
}

export interface Admissions {
  /**
   * Decides, at most half a second later, and charges what it admits. While it is not known whether a silent pod has been
   * deleted, a request that fits only then waits three seconds more.
   */
  admit(client: string, charge: Charge): Promise<Decision>;
  /** What is left of the limits of a client. */
  standings(client: string): Standings;
  /** Takes back an admission whose request did not reach Envoy: as if it had not been asked. */
  cancel(admission: string): void;
  /** Ends an admitted request: frees its slot, and charges what was used. Without a report the charge stays. */
  settle(admission: string, client: string, report?: TokenReport): void;
}
