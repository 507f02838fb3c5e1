/**
 * Failed keys by address: each address has a few, which come back with time. A valid key is never counted, so that a
 * client behind the address of a wrong one is served.
 */

/** Failed keys that an address may send at once. */
const burst = 20;
/** Seconds until one of them has come back. */
const secondsEach = 3;
/** Addresses that are remembered; the one that failed longest ago is forgotten first. */
const most = 20_000;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

export class Failures {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Counts a failed key.
   * @param now - milliseconds
   * @returns seconds until the next one is heard; 0 if this one is
   */
  count(address: string, now: number): number {
    const known = this.#buckets.get(address);
    const left = known === undefined ? burst : Math.min(burst, known.left + (now - known.at) / 1000 / secondsEach);
    const isHeard = left >= 1;
    this.#buckets.delete(address);
    this.#buckets.set(address, { left: isHeard ? left - 1 : left, at: now });
    if (this.#buckets.size > most) this.#forget();
    return isHeard ? 0 : Math.ceil((1 - left) * secondsEach);
  }

  #forget(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
