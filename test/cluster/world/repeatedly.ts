/** Work that is done again and again beside a test, as a controller does it. */
import { setTimeout as sleep } from 'node:timers/promises';

/** `stop` ends it, and throws what went wrong meanwhile. */
export interface Repeated {
  stop(): Promise<void>;
}

/** Starts it; from the end of one time to the start of the next it waits. */
export function repeatedly(work: () => Promise<void>, pauseMilliseconds: number): Repeated {
  const ending = new AbortController();
  const done = (async () => {
    while (!ending.signal.aborted) {
      await work();
      await sleep(pauseMilliseconds);
    }
  })();
  done.catch(() => undefined);
  return {
    async stop() {
      ending.abort();
      await done;
    },
  };
}
