/** Time, as a test can give it too. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, later. The result takes it back. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

const dayMs = 86_400_000;

/** The day in UTC, as a number of days since 1970. */
export const dayOf = (now: number): number => Math.floor(now / dayMs);

export const secondsToNextDay = (now: number): number => Math.ceil(((dayOf(now) + 1) * dayMs - now) / 1000);
