/** Requests of the last minute, in buckets of a quarter of a second, by the clock of the pod that admitted them. */

export const minuteMs = 60_000;
const bucketMs = 250;

export const bucketOf = (now: number): number => Math.floor(now / bucketMs);
export const startOf = (bucket: number): number => bucket * bucketMs;

interface Bucket {
  count: number;
  /** Sequence number of its last change. */
  changed: number;
}

export class Window {
  /** In order of time, unless a late report has added an older one. */
  #buckets = new Map<number, Bucket>();
  #newest = -Infinity;
  #ordered = true;
  #total = 0;

  add(bucket: number, by: number, changed: number): void {
    const found = this.#buckets.get(bucket);
    if (found === undefined && by < 0) return;
    this.put(bucket, (found?.count ?? 0) + by, changed);
  }

  put(bucket: number, count: number, changed: number): void {
    const found = this.#buckets.get(bucket);
    this.#total += count - (found?.count ?? 0);
    if (found === undefined && bucket < this.#newest) this.#ordered = false;
    this.#newest = Math.max(this.#newest, bucket);
    this.#buckets.set(bucket, { count, changed });
  }

  /** Requests whose minute is not over. */
  total(now: number): number {
    this.#forget(now);
    return this.#total;
  }

  /** Milliseconds until the oldest of them are a minute old. */
  oldestEndsIn(now: number): number | undefined {
    this.#forget(now);
    for (const [bucket, { count }] of this.#buckets) if (count > 0) return ends(bucket) - now;
    return undefined;
  }

  /** Buckets that changed after a sequence number. */
  since(changed: number): [bucket: number, count: number][] {
    return [...this.#buckets].flatMap(([bucket, each]) => (each.changed > changed ? [[bucket, each.count]] : []));
  }

  #forget(now: number): void {
    if (!this.#ordered) this.#buckets = new Map([...this.#buckets].sort(([one], [other]) => one - other));
    this.#ordered = true;
    for (const [bucket, { count }] of this.#buckets) {
      if (ends(bucket) > now) return;
      this.#buckets.delete(bucket);
      this.#total -= count;
    }
  }
}

const ends = (bucket: number) => (bucket + 1) * bucketMs + minuteMs;
