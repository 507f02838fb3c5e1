/** A client that asks again and again, with a new connection for each request, and counts what failed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../scripts/toolchain/errors';
import type { Ask, Passage } from './passage';

export interface SteadyOptions extends Ask {
  /** Pause between the end of a request and the next one, in milliseconds. @default 100 */
  readonly pause?: number;
}

/** What a client saw. */
export interface Seen {
  /** Requests that were answered with status 200. */
  readonly answered: number;
  /** Others, with what went wrong. */
  readonly failed: readonly string[];
}

export class SteadyClient {
  private readonly ending = new AbortController();
  private readonly failed: string[] = [];
  private answered = 0;
  private readonly work: Promise<void>;

  /** Starts to ask. */
  constructor(passage: Passage, url: string, options: SteadyOptions = {}) {
    this.work = this.ask(passage, url, options);
  }

  private async ask(passage: Passage, url: string, { pause = 100, ...options }: SteadyOptions): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        const { status, body } = await passage.ask(url, options);
        if (status === 200) this.answered += 1;
        else this.failed.push(`${status} ${body}`);
      } catch (error) {
        this.failed.push(messageOf(error));
      }
      await sleep(pause);
    }
  }

  get seen(): Seen {
    return { answered: this.answered, failed: [...this.failed] };
  }

  /** Waits for the answer to the last request. */
  async stop(): Promise<Seen> {
    this.ending.abort();
    await this.work;
    return this.seen;
  }
}
