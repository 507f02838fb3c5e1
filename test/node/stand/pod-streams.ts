/** Keeps a stream under way through each pod of a gateway, from the moment when it is Ready until it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IPod } from 'kubernetes-models/v1';
import { isReady } from '../../cluster/client/conditions';
import type { Stream, StreamEnd } from './streams';

/** A stream through a pod. */
export interface PodStream extends StreamEnd {
  readonly pod: string;
  /** Moment of the request, as `Date.now()`. */
  readonly sent: number;
}

const lookEveryMs = 200;

export class PodStreams {
  private readonly ending = new AbortController();
  private readonly streams: Promise<PodStream>[] = [];
  private readonly known = new Set<string>();
  /** Moments when pods began to end, by name. */
  readonly ends = new Map<string, number>();
  private readonly work: Promise<void>;

  /** @param ask - for a stream, from a pod past the Service */
  constructor(
    private readonly pods: () => Promise<readonly IPod[]>,
    private readonly ask: (pod: IPod) => Stream,
  ) {
    this.work = this.watch();
  }

  private async watch(): Promise<void> {
    while (!this.ending.signal.aborted) {
      for (const pod of await this.pods()) {
        const name = pod.metadata?.name ?? '';
        if (pod.metadata?.deletionTimestamp !== undefined) this.ended(name, pod);
        else if (isReady(pod) && !this.known.has(name)) {
          this.known.add(name);
          void this.keep(name, pod);
        }
      }
      await sleep(lookEveryMs);
    }
  }

  /** One more from a client that does not know yet that the pod ends. */
  private ended(name: string, pod: IPod): void {
    if (this.ends.has(name) || !this.known.has(name)) return;
    this.ends.set(name, Date.now());
    void this.one(name, pod);
  }

  private async keep(name: string, pod: IPod): Promise<void> {
    while (!this.ending.signal.aborted && !this.ends.has(name)) await this.one(name, pod);
  }

  private one(name: string, pod: IPod): Promise<PodStream> {
    const sent = Date.now();
    const result = this.ask(pod).end.then((end) => ({ pod: name, sent, ...end }));
    this.streams.push(result);
    return result;
  }

  /** Waits for all streams. */
  async stop(): Promise<readonly PodStream[]> {
    this.ending.abort();
    await this.work;
    return Promise.all(this.streams);
  }

  /** Those that were under way when their pod began to end. */
  across(streams: readonly PodStream[]): readonly PodStream[] {
    return streams.filter(({ pod, sent, at }) => {
      const end = this.ends.get(pod);
      return end !== undefined && sent < end && at > end;
    });
  }
}
