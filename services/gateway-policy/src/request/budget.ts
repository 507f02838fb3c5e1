/**
 * Bytes of bodies that are in memory at the same time: short and long bodies apart, so that long ones never refuse
 * short ones; and of long ones each client has half, so that one client leaves room for the others.
 */
import type { Refusal } from '../server/answer';

/** Bytes from which a body is long. */
export const longBody = 128 * 1024;
const mib = 1024 * 1024;
const mostShort = 16 * mib;
const mostLong = 64 * mib;
const mostOfClient = mostLong / 2;

const refusal = (status: 429 | 503, code: string, message: string): Refusal => ({
  status,
  code,
  message,
  headers: { 'retry-after': '1' },
});
const overloaded = refusal(503, 'overloaded', 'the gateway reads as many bodies as it can: try again');
const busy = refusal(429, 'rate_limit_exceeded', 'the gateway reads other long bodies of this client: try again');

export class BodyBudget {
  #short = 0;
  #long = 0;
  readonly #longOfClient = new Map<string, number>();

  /** Takes room for a body. @returns what gives it back, or why there is none */
  take(client: string, size: number): (() => void) | Refusal {
    if (size < longBody) {
      if (this.#short + size > mostShort) return overloaded;
      this.#short += size;
      return () => {
        this.#short -= size;
      };
    }
    const own = this.#longOfClient.get(client) ?? 0;
    if (own + size > mostOfClient) return busy;
    if (this.#long + size > mostLong) return overloaded;
    this.#addLong(client, size);
    return () => this.#addLong(client, -size);
  }

  #addLong(client: string, size: number): void {
    this.#long += size;
    const own = (this.#longOfClient.get(client) ?? 0) + size;
    if (own === 0) this.#longOfClient.delete(client);
    else this.#longOfClient.set(client, own);
  }
}
