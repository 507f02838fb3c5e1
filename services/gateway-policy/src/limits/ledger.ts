/**
 * What all pods of the gateway have admitted, as this pod knows it. It knows its own counts, and of the others at most
 * what they have: it never counts what was not admitted, so it refuses nothing too early.
 */
import { dayOf, type Clock } from './clock';
import { isBefore, PodCounts, type Ticket } from './counts';
import { none, sum, type Amounts, type ClientRecord, type PodRecord } from './record';
import { bucketOf, minuteMs } from './window';

/** A change that not all peers have confirmed. */
interface Unconfirmed {
  readonly sequence: number;
  readonly tokens: number;
}

export class Ledger {
  readonly own: PodCounts;
  readonly #others = new Map<string, PodCounts>();
  readonly #unconfirmed = new Map<string, Unconfirmed[]>();
  /** Lamport's clock, by which reservations have an order. */
  #clock = 0;

  constructor(
    pod: string,
    private readonly clock: Clock,
  ) {
    this.own = new PodCounts(pod);
    this.own.live = true;
  }

  get lamport(): number {
    return this.#clock;
  }

  get sequence(): number {
    return this.own.sequence;
  }

  ticket(): Ticket {
    this.#clock += 1;
    return { clock: this.#clock, pod: this.own.pod };
  }

  /** What all pods use. */
  used(client: string): Amounts {
    const now = this.clock.now();
    const day = dayOf(now);
    let total = this.own.used(client, now, day);
    for (const pod of this.#others.values()) total = sum(total, pod.used(client, now, day));
    return total;
  }

  /** Tokens that all pods have charged on a day, by client. */
  tokensOf(day: number): ReadonlyMap<string, number> {
    const total = new Map<string, number>();
    for (const pod of [this.own, ...this.#others.values()])
      for (const [client, { tokens }] of pod.clients)
        total.set(client, (total.get(client) ?? 0) + (tokens.get(day) ?? 0));
    return total;
  }

  /** What live peers have reserved: all of it, or what comes before a ticket. */
  reserved(client: string, before?: Ticket): Amounts {
    let total = none;
    for (const pod of this.#others.values()) {
      const reserved = pod.live ? pod.clients.get(client)?.reserved : undefined;
      if (reserved !== undefined && (before === undefined || isBefore(reserved.ticket, before)))
        total = sum(total, { requests: reserved.requests, concurrent: reserved.requests, tokens: reserved.tokens });
    }
    return total;
  }

  /** Milliseconds until a request of the last minute is a minute old. */
  oldestEndsIn(client: string): number {
    const now = this.clock.now();
    const ends = [this.own, ...this.#others.values()].map(
      (pod) => pod.clients.get(client)?.window.oldestEndsIn(now - pod.shift) ?? minuteMs,
    );
    return Math.min(...ends);
  }

  admit(client: string, tokens: number): { readonly bucket: number; readonly day: number } {
    const now = this.clock.now();
    const [bucket, day] = [bucketOf(now), dayOf(now)];
    this.#change(client, (counts, sequence) => {
      counts.window.add(bucket, 1, sequence);
      counts.inFlight += 1;
      counts.tokens.set(day, (counts.tokens.get(day) ?? 0) + tokens);
      const unconfirmed = this.#unconfirmed.get(client) ?? [];
      unconfirmed.push({ sequence, tokens });
      this.#unconfirmed.set(client, unconfirmed);
    });
    return { bucket, day };
  }

  /** Takes a request of a bucket back. */
  takeBack(client: string, bucket: number): void {
    this.#change(client, (counts, sequence) => counts.window.add(bucket, -1, sequence));
  }

  /** Frees a slot, and charges more tokens, or fewer. */
  end(client: string, day: number, tokens: number): void {
    this.#change(client, (counts) => {
      counts.inFlight = Math.max(0, counts.inFlight - 1);
      if (tokens !== 0) counts.tokens.set(day, (counts.tokens.get(day) ?? 0) + tokens);
    });
  }

  /** Requests in flight that a former process of this pod has admitted. */
  takeOver(client: string, requests: number): void {
    this.#change(client, (counts) => {
      counts.inFlight += requests;
    });
  }

  reserve(client: string, reservation: { ticket: Ticket; requests: number; tokens: number } | undefined): void {
    this.#change(client, (counts) => {
      counts.reserved = reservation;
    });
  }

  /** What this pod has admitted and not all of its peers know; `confirmed`: the sequence number that all of them know. */
  unconfirmed(client: string, confirmed: number): Amounts {
    const list = this.#unconfirmed.get(client);
    if (list === undefined) return none;
    const rest = list.filter((each) => each.sequence > confirmed);
    if (rest.length === 0) this.#unconfirmed.delete(client);
    else if (rest.length < list.length) this.#unconfirmed.set(client, rest);
    return {
      requests: rest.length,
      concurrent: rest.length,
      tokens: rest.reduce((total, each) => total + each.tokens, 0),
    };
  }

  /** Own counts that changed after a sequence number. */
  changes(since: number): readonly ClientRecord[] {
    return this.own.records(since);
  }

  /** The last sequence number of another pod of which everything is known. */
  knownOf(pod: string): number {
    return this.#others.get(pod)?.sequence ?? 0;
  }

  /** What a pod reports of itself: what changed since what this pod has confirmed. */
  receive(pod: string, report: Omit<PodRecord, 'pod' | 'shift'> & { clock: number; now: number }): void {
    const counts = this.#other(pod);
    this.#clock = Math.max(this.#clock, report.clock) + 1;
    counts.vanishedAt = undefined;
    if (report.sequence < counts.sequence) return;
    counts.shift = this.clock.now() - report.now;
    counts.apply(report.records, report.sequence);
  }

  /** What a peer, or the file, knows of a third pod. What is known from the pod itself is better. */
  learn({ pod, sequence, shift, records }: PodRecord, shiftOfSource: number): void {
    if (pod === this.own.pod) return;
    const counts = this.#other(pod);
    if (counts.sequence >= sequence && counts.clients.size > 0) return;
    counts.shift = shift + shiftOfSource;
    counts.apply(records, sequence);
    if (!counts.live) counts.vanishedAt ??= this.clock.now();
  }

  /** Everything that this pod knows of others. */
  others(): readonly PodRecord[] {
    return [...this.#others.values()].map((counts) => ({
      pod: counts.pod,
      sequence: counts.sequence,
      shift: counts.shift,
      records: counts.records(-1),
    }));
  }

  /** Whether a pod answers. */
  answers(pod: string, live: boolean): void {
    this.#other(pod).live = live;
  }

  /** What the clock of this pod has more than that of another. */
  shiftOf(pod: string): number {
    return this.#other(pod).shift;
  }

  vanished(pod: string): void {
    const now = this.clock.now();
    this.#others.get(pod)?.vanish(now, dayOf(now));
  }

  /** A pod has taken over the requests of its former process. */
  replaced(former: string): void {
    this.vanished(former);
    for (const counts of this.#others.get(former)?.clients.values() ?? []) counts.inFlight = 0;
  }

  /** Pods that took part in the last minute, beside this one. */
  recentPods(): number {
    const now = this.clock.now();
    return [...this.#others.values()].filter(
      ({ vanishedAt }) => vanishedAt === undefined || vanishedAt > now - minuteMs,
    ).length;
  }

  /** Forgets what counts no more; `confirmed`: the sequence number that all peers know. */
  tidy(confirmed: number): void {
    for (const client of this.#unconfirmed.keys()) this.unconfirmed(client, confirmed);
    const now = this.clock.now();
    const day = dayOf(now);
    this.own.tidy(now, day);
    for (const [pod, counts] of this.#others)
      if (counts.tidy(now, day) && counts.vanishedAt !== undefined && counts.vanishedAt < now - minuteMs)
        this.#others.delete(pod);
  }

  clients(): ReadonlySet<string> {
    return new Set([this.own, ...this.#others.values()].flatMap((pod) => [...pod.clients.keys()]));
  }

  #other(pod: string): PodCounts {
    let counts = this.#others.get(pod);
    if (counts === undefined) this.#others.set(pod, (counts = new PodCounts(pod)));
    return counts;
  }

  #change(client: string, change: (counts: ReturnType<PodCounts['of']>, sequence: number) => void): void {
    this.own.sequence += 1;
    const counts = this.own.of(client);
    counts.changed = this.own.sequence;
    change(counts, this.own.sequence);
  }
}
