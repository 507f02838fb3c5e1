/**
 * Decides by the counts of all pods. Far from a limit a pod decides alone. Beyond what it may use alone, it reserves in a
 * round with its peers: all reservations have one order, so that the last request that fits is admitted once.
 */
import { startOf } from './window';
import { dayOf, secondsToNextDay, type Clock } from './clock';
import type { Admissions, Charge, Decision, Limit, Standing, Standings, TokenReport } from './admissions';
import type { Ledger } from './ledger';
import { Division } from './division';
import { allowance, reservable, shareOf, type Limits } from './shares';
import type { Ticket } from './counts';
import { sum, type Amounts } from './record';

/** What the decisions need of the exchange with peers. */
export interface Peers {
  pods(): { readonly live: number; readonly all: number };
  /** When a pod that is silent now was last heard. */
  readonly lastHeardOfSilent: number;
  /** Whether a pod has just fallen silent, which may have been deleted. */
  readonly undecided: boolean;
  readonly confirmed: number;
  round(done: () => void): void;
  report(): void;
  onNews(listener: () => void): void;
}

/** How long a request waits for reservations of other pods that come before its own. */
const heldMs = 500;

/** How long a request waits that fits if a silent pod has been deleted: Envoy waits five seconds for a check. */
const undecidedMs = 3000;
const askAgainMs = 250;

const limitNames: readonly Limit[] = ['requests', 'concurrent', 'tokens'];

interface Waiting {
  readonly tokens: number;
  readonly done: (decision: Decision) => void;
}

/** Requests of one client for which a round is under way. */
interface Batch {
  readonly ticket: Ticket;
  readonly items: Waiting[];
  arrived: boolean;
  late: boolean;
}

interface Admitted {
  readonly client: string;
  readonly tokens: number;
  readonly bucket: number;
  readonly day: number;
  readonly at: number;
}

const first = (amounts: (name: Limit) => number, limits: Limits): Limit | undefined =>
  limitNames.find((name) => amounts(name) > limits[name]);

export class SharedAdmissions implements Admissions {
  readonly #admitted = new Map<string, Admitted>();
  readonly #queues = new Map<string, Waiting[]>();
  readonly #batches = new Map<string, Batch>();
  /** Requests in flight that a former process of this pod has admitted, by client. */
  readonly #adopted = new Map<string, number>();
  readonly #division: Division;
  #count = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly peers: Peers,
    private readonly limits: (client: string) => Limits,
    private readonly clock: Clock,
  ) {
    this.#division = new Division(ledger, peers, clock);
    peers.onNews(() => {
      this.#division.look();
      for (const [client, batch] of this.#batches) if (batch.arrived) this.#decide(client, batch);
    });
  }

  admit(client: string, charge: Charge): Promise<Decision> {
    return new Promise((resolve) => this.ask(client, charge.tokens, resolve));
  }

  /** `admit` with a call in place of a promise. */
  ask(client: string, tokens: number, done: (decision: Decision) => void): void {
    const end = this.clock.now() + undecidedMs;
    const ask = (): void =>
      this.#ask(client, tokens, (decision) => {
        if ('refused' in decision && this.clock.now() < end && this.#mayFit(client, tokens, decision.refused))
          this.clock.after(askAgainMs, ask);
        else done(decision);
      });
    ask();
  }

  /** Whether only the division among pods stands against a request, and may end at once. */
  #mayFit(client: string, tokens: number, refused: Limit): boolean {
    const amounts: Amounts = { requests: 1, concurrent: 1, tokens };
    return this.peers.undecided && this.ledger.used(client)[refused] + amounts[refused] <= this.limits(client)[refused];
  }

  #ask(client: string, tokens: number, done: (decision: Decision) => void): void {
    const limits = this.#limits(client);
    const amounts: Amounts = { requests: 1, concurrent: 1, tokens };
    // Requests of a minute are never fewer than this pod knows of: a refusal needs no round.
    if (this.ledger.used(client).requests + 1 > limits.requests) {
      done(this.#refused(client, 'requests'));
      return;
    }
    const queue = this.#queues.get(client);
    if (queue === undefined && this.#alone(client, limits, amounts)) {
      done(this.#admit(client, tokens));
      return;
    }
    if (queue !== undefined) queue.push({ tokens, done });
    else this.#queues.set(client, [{ tokens, done }]);
    if (!this.#batches.has(client)) this.#reserve(client);
  }

  cancel(admission: string): void {
    const admitted = this.#admitted.get(admission);
    if (admitted === undefined) return;
    this.#admitted.delete(admission);
    this.ledger.takeBack(admitted.client, admitted.bucket);
    this.ledger.end(admitted.client, admitted.day, -admitted.tokens);
  }

  settle(admission: string, client: string, report?: TokenReport): void {
    const admitted = this.#admitted.get(admission) ?? this.#adopt(admission, client);
    if (admitted === undefined) return;
    this.#admitted.delete(admission);
    const used = report === undefined ? admitted.tokens : report.promptTokens + report.answerTokens;
    this.ledger.end(admitted.client, admitted.day, used - admitted.tokens);
  }

  /** Requests that a former process of this pod has admitted: lines of the access log will end them. */
  adopt(client: string, requests: number): void {
    this.#adopted.set(client, requests);
    this.ledger.takeOver(client, requests);
  }

  /** Frees requests that were admitted before a moment, and of which no line will come. Their charge stays. */
  free(before: number): number {
    let freed = 0;
    for (const [admission, { client, at }] of this.#admitted) {
      if (at >= before) continue;
      this.settle(admission, client);
      freed += 1;
    }
    return freed;
  }

  /** The same of requests that a former process has admitted. */
  freeAdopted(): number {
    let freed = 0;
    for (const [client, requests] of this.#adopted) {
      for (let each = 0; each < requests; each += 1) this.ledger.end(client, 0, 0);
      freed += requests;
    }
    this.#adopted.clear();
    return freed;
  }

  standings(client: string): Standings {
    const limits = this.limits(client);
    const used = this.ledger.used(client);
    const standing = (limit: 'requests' | 'tokens', resetSeconds: number): Standing | undefined =>
      limits[limit] === Infinity
        ? undefined
        : { limit: limits[limit], remaining: Math.max(0, limits[limit] - used[limit]), resetSeconds };
    return {
      requests: standing('requests', this.#minuteEndsIn(client)),
      tokens: standing('tokens', secondsToNextDay(this.clock.now())),
    };
  }

  #minuteEndsIn(client: string): number {
    return Math.max(1, Math.ceil(this.ledger.oldestEndsIn(client) / 1000));
  }

  inFlight(): ReadonlyMap<string, number> {
    return new Map([...this.ledger.own.clients].map(([client, counts]) => [client, counts.inFlight]));
  }

  #limits(client: string): Limits {
    const limits = this.limits(client);
    const before = this.#division.tokensBefore(client);
    return before === undefined ? limits : shareOf(limits, this.peers.pods(), before);
  }

  /** Whether this pod may admit before its peers know of it. */
  #alone(client: string, limits: Limits, amounts: Amounts): boolean {
    const used = sum(this.ledger.used(client), this.ledger.reserved(client));
    if (first((name) => used[name] + amounts[name], limits) !== undefined) return false;
    const { live } = this.peers.pods();
    if (live === 1) return true;
    const unconfirmed = this.ledger.unconfirmed(client, this.peers.confirmed);
    const allowed = allowance(limits, used, this.ledger.recentPods() + 1);
    if (first((name) => unconfirmed[name] + amounts[name], allowed) !== undefined) return false;
    // Half of it is used: peers learn of it now, so that the next requests need not wait.
    if (first((name) => 2 * (unconfirmed[name] + amounts[name]), allowed) !== undefined)
      queueMicrotask(() => this.peers.report());
    return true;
  }

  #admit(client: string, tokens: number): Decision {
    const { bucket, day } = this.ledger.admit(client, tokens);
    this.#count += 1;
    const admission = `${this.ledger.own.pod}.${this.#count.toString(36)}.${bucket.toString(36)}.${tokens.toString(36)}`;
    this.#admitted.set(admission, { client, tokens, bucket, day, at: this.clock.now() });
    return { admission };
  }

  /** An admission of a former process: its id holds what it was charged. */
  #adopt(admission: string, client: string): Admitted | undefined {
    const waiting = this.#adopted.get(client) ?? 0;
    const [pod, , bucket, tokens, ...rest] = admission.split('.');
    if (waiting === 0 || pod === this.ledger.own.pod || tokens === undefined || rest.length > 0) return undefined;
    this.#adopted.set(client, waiting - 1);
    const at = startOf(Number.parseInt(bucket ?? '', 36));
    return { client, tokens: Number.parseInt(tokens, 36), bucket: 0, day: dayOf(at), at };
  }

  /** Starts a round for the requests that wait. */
  #reserve(client: string): void {
    const queue = this.#queues.get(client);
    if (queue === undefined) return;
    const most = reservable(this.limits(client));
    let tokens = 0;
    const items: Waiting[] = [];
    for (const item of queue) {
      if (items.length > 0 && (items.length >= most.requests || tokens + item.tokens > most.tokens)) break;
      items.push(item);
      tokens += item.tokens;
    }
    queue.splice(0, items.length);
    const batch: Batch = { ticket: this.ledger.ticket(), items, arrived: false, late: false };
    this.#batches.set(client, batch);
    this.#reserveRest(client, batch);
    this.peers.round(() => {
      batch.arrived = true;
      this.#decide(client, batch);
      if (this.#batches.get(client) !== batch) return;
      this.clock.after(heldMs, () => {
        batch.late = true;
        if (this.#batches.get(client) === batch) this.#decide(client, batch);
      });
    });
  }

  #reserveRest(client: string, { ticket, items }: Batch): void {
    const tokens = items.reduce((sum, item) => sum + item.tokens, 0);
    this.ledger.reserve(client, items.length === 0 ? undefined : { ticket, requests: items.length, tokens });
  }

  /** Decides what can be decided: a request that only reservations of others stand against waits for them. */
  #decide(client: string, batch: Batch): void {
    while (batch.items.length > 0) {
      const item = batch.items[0]!;
      const limits = this.#limits(client);
      const used = this.ledger.used(client);
      const before = this.ledger.reserved(client, batch.ticket);
      const amounts: Amounts = { requests: 1, concurrent: 1, tokens: item.tokens };
      const over = first((name) => used[name] + amounts[name], limits);
      const held = over ?? first((name) => used[name] + before[name] + amounts[name], limits);
      if (over === undefined && held !== undefined && !batch.late) break;
      batch.items.shift();
      item.done(held === undefined ? this.#admit(client, item.tokens) : this.#refused(client, held));
      // What is full for this request is full for those that came after it.
      if (over === 'requests' || over === 'concurrent')
        for (const next of [...batch.items.splice(0), ...(this.#queues.get(client)?.splice(0) ?? [])])
          next.done(this.#refused(client, over));
    }
    this.#reserveRest(client, batch);
    if (batch.items.length > 0) return;
    this.#batches.delete(client);
    if (this.ledger.reserved(client).requests > 0) this.peers.report();
    if (this.#queues.get(client)?.length === 0) this.#queues.delete(client);
    this.#reserve(client);
  }

  #refused(client: string, refused: Limit): Decision {
    const seconds: Readonly<Record<Limit, () => number>> = {
      requests: () => this.#minuteEndsIn(client),
      concurrent: () => 1,
      tokens: () => secondsToNextDay(this.clock.now()),
    };
    return { refused, retryAfterSeconds: seconds[refused]() };
  }
}
