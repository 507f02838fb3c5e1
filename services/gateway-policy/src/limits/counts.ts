/** What one pod has admitted, by client. */
import { bucketOf, Window } from './window';
import type { Amounts, ClientRecord } from './record';

/** Order of the reservations of all pods: a Lamport clock, then the id of the pod. */
export interface Ticket {
  readonly clock: number;
  readonly pod: string;
}

export const isBefore = (one: Ticket, other: Ticket): boolean =>
  one.clock < other.clock || (one.clock === other.clock && one.pod < other.pod);

/** What a pod asks its peers for, before it admits. */
interface Reservation {
  readonly ticket: Ticket;
  readonly requests: number;
  readonly tokens: number;
}

class ClientCounts {
  readonly window = new Window();
  inFlight = 0;
  /** Tokens that are charged, by day. */
  readonly tokens = new Map<number, number>();
  reserved: Reservation | undefined;
  /** Sequence number of the last change. */
  changed = 0;
}

/** How long the requests of a pod that has vanished count as in flight: its Envoy may go on without its policy. */
const vanishedInFlightMs = 15_000;

export class PodCounts {
  readonly clients = new Map<string, ClientCounts>();
  /** Sequence number of the last change that is known. */
  sequence = 0;
  /** What our clock has more than that of the pod, in milliseconds. */
  shift = 0;
  /** Since when it does not take part. */
  vanishedAt: number | undefined;
  /** Whether it answers: then its reservations are in order with ours. */
  live = false;

  constructor(readonly pod: string) {}

  of(client: string): ClientCounts {
    let counts = this.clients.get(client);
    if (counts === undefined) this.clients.set(client, (counts = new ClientCounts()));
    return counts;
  }

  /** What is used for certain, by our clock. What a pod that does not answer has reserved, it may have admitted. */
  used(client: string, now: number, day: number): Amounts {
    const counts = this.clients.get(client);
    if (counts === undefined) return { requests: 0, concurrent: 0, tokens: 0 };
    const reserved = this.live ? undefined : counts.reserved;
    const inFlight = this.vanishedAt === undefined || now < this.vanishedAt + vanishedInFlightMs ? counts.inFlight : 0;
    return {
      requests: counts.window.total(now - this.shift) + (reserved?.requests ?? 0),
      concurrent: inFlight + (reserved?.requests ?? 0),
      tokens: (counts.tokens.get(day) ?? 0) + (reserved?.tokens ?? 0),
    };
  }

  /** It has ended, or has left. What it had reserved counts as admitted. */
  vanish(now: number, day: number): void {
    if (this.vanishedAt !== undefined) return;
    this.vanishedAt = now;
    this.live = false;
    for (const counts of this.clients.values()) {
      if (counts.reserved === undefined) continue;
      counts.window.add(bucketOf(now - this.shift), counts.reserved.requests, this.sequence);
      counts.tokens.set(day, (counts.tokens.get(day) ?? 0) + counts.reserved.tokens);
      counts.reserved = undefined;
    }
  }

  records(since: number): ClientRecord[] {
    return [...this.clients].flatMap(([client, counts]) =>
      counts.changed <= since
        ? []
        : [
            {
              client,
              buckets: counts.window.since(since),
              inFlight: counts.inFlight,
              tokens: [...counts.tokens],
              ...(counts.reserved && {
                reserved: [counts.reserved.ticket.clock, counts.reserved.requests, counts.reserved.tokens],
              }),
            } satisfies ClientRecord,
          ],
    );
  }

  /** Takes what the pod reports of itself; buckets that it does not name have not changed. */
  apply(records: readonly ClientRecord[], sequence: number): void {
    this.sequence = sequence;
    for (const { client, buckets, inFlight, tokens, reserved } of records) {
      const counts = this.of(client);
      counts.changed = sequence;
      for (const [bucket, count] of buckets) counts.window.put(bucket, count, sequence);
      counts.inFlight = inFlight;
      counts.tokens.clear();
      for (const [day, charged] of tokens) counts.tokens.set(day, charged);
      counts.reserved = reserved && {
        ticket: { clock: reserved[0], pod: this.pod },
        requests: reserved[1],
        tokens: reserved[2],
      };
    }
  }

  /** Drops what counts no more. True if nothing is left. */
  tidy(now: number, day: number): boolean {
    for (const [client, counts] of this.clients) {
      for (const each of counts.tokens.keys()) if (each < day - 1) counts.tokens.delete(each);
      if (this.vanishedAt !== undefined && now > this.vanishedAt + vanishedInFlightMs) counts.inFlight = 0;
      const idle = counts.inFlight === 0 && counts.reserved === undefined && counts.tokens.size === 0;
      if (idle && counts.window.total(now - this.shift) === 0) this.clients.delete(client);
    }
    return this.clients.size === 0;
  }
}
