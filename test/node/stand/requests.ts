/** A client of a stand that asks again and again, and keeps what failed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../scripts/toolchain/errors';
import type { Ask, Passage } from './passage';

/** What a client got. */
export interface Asked {
  readonly answered: number;
  /** What went wrong, with the milliseconds since it began to ask. */
  readonly failed: readonly string[];
}

export interface Asking extends Ask {
  readonly url: string;
  /** Milliseconds between an answer and the next request. */
  readonly pause: number;
  /** Requests after which it ends by itself. */
  readonly most: number;
}

/** Asks until it is ended, by a new connection each time. */
export class Client {
  private readonly ending = new AbortController();
  private readonly work: Promise<void>;
  private readonly failed: string[] = [];
  private answered = 0;

  constructor(passage: Passage, asking: Asking) {
    this.work = this.ask(passage, asking);
  }

  private async ask(passage: Passage, { url, pause, most, ...ask }: Asking): Promise<void> {
    const started = Date.now();
    for (let count = 0; count < most && !this.ending.signal.aborted; count += 1) {
      try {
        const { status, body } = await passage.ask(url, ask);
        if (status === 200) this.answered += 1;
        else this.failed.push(`after ${Date.now() - started} ms: ${status} ${body.slice(0, 200)}`);
      } catch (error) {
        this.failed.push(`after ${Date.now() - started} ms: ${messageOf(error)}`);
      }
      await sleep(pause);
    }
  }

  /** Requests that were answered until now. */
  get soFar(): number {
    return this.answered;
  }

  async end(): Promise<Asked> {
    this.ending.abort();
    await this.work;
    return { answered: this.answered, failed: this.failed };
  }
}
