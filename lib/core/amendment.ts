/** The escape hatch as data: a change of a user's own to a rendered object. */

/** A change to one rendered object. One that matches nothing or changes nothing is refused. */
export interface Amendment {
  /** Object that it changes: `Deployment llm-serving/qwen`. */
  readonly target: string;
  /** JSON merge patch (RFC 7386): `null` removes a field. */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly reason: string;
}
