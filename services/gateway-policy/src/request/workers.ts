/**
 * Worker threads that judge bodies, so that a long one does not stop the others: one thread for short bodies, one for
 * long ones. What waits is bounded.
 */
import type { Worker } from 'node:worker_threads';
import { longBody } from './budget';
import type { Job, Verdict } from './judge';
import type { Models } from './names';
import type { FromWorker, ToWorker } from './worker';

/** Most bodies that wait for a thread. */
const mostWaiting = 2000;
/** Most milliseconds for one body: a thread that takes longer is replaced. */
const longest = 5000;

/** Memory of a thread, in MiB: a body of 16 MiB as values. */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };

const overloaded: Verdict = {
  refusal: {
    status: 503,
    code: 'overloaded',
    message: 'the gateway has too many bodies to read',
    headers: { 'retry-after': '1' },
  },
};
const tooMuch: Verdict = {
  refusal: { status: 400, code: 'invalid_json', message: 'the body takes too much memory or time to read' },
};

interface Waiting {
  readonly job: Job;
  readonly done: (verdict: Verdict) => void;
}

/** Starts a thread that runs `work`. */
export type StartWorker = (resourceLimits: object) => Worker;

/** One thread, and what waits for it. */
class Lane {
  readonly #start: StartWorker;
  readonly #waiting: Waiting[] = [];
  #models: Models;
  #worker: Worker;
  #current: (Waiting & { readonly timer: NodeJS.Timeout }) | undefined;
  #id = 0;
  #isClosed = false;

  constructor(start: StartWorker, models: Models) {
    this.#start = start;
    this.#models = models;
    this.#worker = this.#fresh();
  }

  #fresh(): Worker {
    const worker = this.#start(resourceLimits);
    worker.on('message', ({ id, verdict }: FromWorker) => {
      if (id === this.#id) this.#finish(verdict);
    });
    // Out of memory: the thread is gone, and its body with it.
    worker.on('error', () => this.#replace(worker));
    worker.on('exit', () => this.#replace(worker));
    worker.postMessage({ models: this.#models } satisfies ToWorker);
    return worker;
  }

  #replace(worker: Worker): void {
    if (worker !== this.#worker || this.#isClosed) return;
    if (this.#current === undefined) throw new Error('a thread that reads bodies has ended');
    this.#worker = this.#fresh();
    this.#finish(tooMuch);
    void worker.terminate();
  }

  #finish(verdict: Verdict): void {
    const current = this.#current;
    if (current === undefined) return;
    clearTimeout(current.timer);
    this.#current = undefined;
    this.#next();
    current.done(verdict);
  }

  #next(): void {
    const next = this.#current === undefined ? this.#waiting.shift() : undefined;
    if (next === undefined) return;
    this.#id += 1;
    const worker = this.#worker;
    this.#current = { ...next, timer: setTimeout(() => this.#replace(worker), longest) };
    const message: ToWorker = { id: this.#id, job: next.job };
    worker.postMessage(message, [next.job.body.buffer as ArrayBuffer]);
  }

  update(models: Models): void {
    this.#models = models;
    this.#worker.postMessage({ models } satisfies ToWorker);
  }

  judge(job: Job): Promise<Verdict> {
    if (this.#waiting.length >= mostWaiting) return Promise.resolve(overloaded);
    return new Promise((done) => {
      this.#waiting.push({ job, done });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker.terminate();
  }
}

/** What judges bodies: threads here, a function in tests. */
export interface Judges {
  judge(job: Job): Promise<Verdict>;
}

export class Workers implements Judges {
  readonly #short: Lane;
  readonly #long: Lane;

  constructor(start: StartWorker, models: Models) {
    this.#short = new Lane(start, models);
    this.#long = new Lane(start, models);
  }

  /** From the next body on, these are the models. */
  update(models: Models): void {
    this.#short.update(models);
    this.#long.update(models);
  }

  /** The body is given away: it must have a buffer of its own. */
  judge(job: Job): Promise<Verdict> {
    return (job.body.length < longBody ? this.#short : this.#long).judge(job);
  }

  async close(): Promise<void> {
    await Promise.all([this.#short.close(), this.#long.close()]);
  }
}
