/** What a gateway admits of a client and what it refuses, and how that compares with the limits of the client. */
import { setTimeout as sleep } from 'node:timers/promises';
import { questionOf, type Question } from './gateway';
import { NotConnected, type Passage } from './passage';

/** A request, from the first byte of its answer to the last. */
export interface Reply {
  /** `lost`: sent, and without a whole answer: it may have been admitted. */
  readonly outcome: 'admitted' | 'refused' | 'lost' | 'closed' | 'unreached';
  readonly from: number;
  readonly to: number;
}

const outcomes: Readonly<Record<number, Reply['outcome']>> = { 200: 'admitted', 429: 'refused', 503: 'closed' };

async function ask(passage: Passage, base: string, question: Question): Promise<Reply> {
  let from = Date.now();
  try {
    const response = await passage.open(`${base}${question.path}`, { ...questionOf(question), timeout: 30_000 });
    from = Date.now();
    const outcome = outcomes[response.statusCode ?? 0];
    if (outcome === undefined) throw new TypeError(`status ${response.statusCode} is unforeseen`);
    let isWhole = true;
    try {
      for await (const chunk of response) void chunk;
    } catch {
      isWhole = false;
    }
    // What is cut was admitted all the same.
    return { outcome: isWhole || outcome === 'admitted' ? outcome : 'lost', from, to: Date.now() };
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return { outcome: error instanceof NotConnected ? 'unreached' : 'lost', from, to: Date.now() };
  }
}

/** Clients that ask at the same time, each as soon as it has an answer. */
export class ManyClients {
  readonly replies: Reply[] = [];
  private readonly ending = new AbortController();
  private readonly work: Promise<unknown>;

  constructor(
    passage: Passage,
    base: string,
    question: Question,
    { clients, pause }: { readonly clients: number; readonly pause: number },
  ) {
    const one = async (): Promise<void> => {
      while (!this.ending.signal.aborted) {
        this.replies.push(await ask(passage, base, question));
        await sleep(pause);
      }
    };
    this.work = Promise.all(Array.from({ length: clients }, one));
  }

  count(...wanted: readonly Reply['outcome'][]): number {
    return this.replies.filter(({ outcome }) => wanted.includes(outcome)).length;
  }

  async end(): Promise<readonly Reply[]> {
    this.ending.abort();
    await this.work;
    return this.replies;
  }
}

/** Most requests that were admitted within a minute. */
export function mostInAMinute(replies: readonly Reply[]): number {
  const moments = replies.filter(({ outcome }) => outcome === 'admitted').map(({ from }) => from);
  return Math.max(0, ...moments.map((start) => moments.filter((at) => at >= start && at < start + 60_000).length));
}

/** Fewest requests that were used up of the minute before a refusal; those that were lost may be among them. */
export function fewestAtRefusal(replies: readonly Reply[]): number {
  const used = replies.filter(({ outcome }) => outcome === 'admitted' || outcome === 'lost');
  const refusals = replies.filter(({ outcome }) => outcome === 'refused');
  // Buckets of the window and the way of an answer: a little more than a minute.
  return Math.min(
    ...refusals.map((refusal) => used.filter(({ to }) => to > refusal.to - 62_000 && to <= refusal.to + 500).length),
  );
}

/** Most answers that were under way at the same moment. */
export function mostAtOnce(replies: readonly Reply[]): number {
  const admitted = replies.filter(({ outcome }) => outcome === 'admitted');
  return Math.max(
    0,
    ...admitted.map((one) => admitted.filter(({ from, to }) => from <= one.from && to > one.from).length),
  );
}
