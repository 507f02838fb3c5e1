/** Pods of a gateway that exchange counts, in virtual time: messages are late or lost, pods are killed and join. */
import type { Clock } from '../../../../services/gateway-policy/src/limits/clock';
import type { Decision } from '../../../../services/gateway-policy/src/limits/admissions';
import type { Limits } from '../../../../services/gateway-policy/src/limits/shares';
import { Ledger } from '../../../../services/gateway-policy/src/limits/ledger';
import { SharedAdmissions } from '../../../../services/gateway-policy/src/limits/shared-admissions';
import { Exchange, type Answer } from '../../../../services/gateway-policy/src/peers/exchange';
import { parseMessage, type Message } from '../../../../services/gateway-policy/src/peers/message';

/** Numbers from 0 to 1, the same for the same seed. */
export const randomOf = (seed: number) => {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

interface Event {
  readonly at: number;
  readonly order: number;
  action: () => void;
}

export class VirtualTime implements Clock {
  #now = Date.parse('2027-01-31T12:00:00Z');
  readonly #events: Event[] = [];
  #order = 0;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): () => void {
    const event = { at: this.#now + milliseconds, order: (this.#order += 1), action };
    this.#push(event);
    return () => {
      event.action = () => {};
    };
  }

  async run(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#events[0];
      if (next === undefined || next.at > end) break;
      this.#pop();
      this.#now = next.at;
      next.action();
      // Reports of a microtask belong to the same moment.
      await Promise.resolve();
    }
    this.#now = end;
  }

  #push(event: Event): void {
    const heap = this.#events;
    heap.push(event);
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!earlier(heap[child]!, heap[parent]!)) return;
      [heap[child], heap[parent]] = [heap[parent]!, heap[child]!];
      child = parent;
    }
  }

  #pop(): void {
    const heap = this.#events;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let parent = 0; ;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < heap.length && earlier(heap[child]!, heap[least]!)) least = child;
      if (least === parent) return;
      [heap[least], heap[parent]] = [heap[parent]!, heap[least]!];
      parent = least;
    }
  }
}

const earlier = (one: Event, other: Event) => one.at < other.at || (one.at === other.at && one.order < other.order);

export interface Network {
  /** Milliseconds of one way. */
  delay(): number;
  /** Whether a message is lost: nothing comes back. */
  lost(from: string, to: string): boolean;
}

class Pod {
  alive = true;
  readonly ledger: Ledger;
  readonly exchange: Exchange;
  readonly admissions: SharedAdmissions;
  /** Its clock is not quite that of the others. */
  readonly clock: Clock;

  constructor(
    readonly address: string,
    readonly cluster: Gateway,
    skew: number,
  ) {
    const time = cluster.time;
    this.clock = {
      now: () => time.now() + skew,
      after: (milliseconds, action) =>
        time.after(milliseconds, () => {
          if (this.alive) action();
        }),
    };
    this.ledger = new Ledger(`pod-${address}`, this.clock);
    this.exchange = new Exchange(
      this.ledger,
      this.clock,
      (to, message, done) => cluster.send(this, to, message, done),
      { port: 1 },
    );
    this.admissions = new SharedAdmissions(this.ledger, this.exchange, () => cluster.limits, this.clock);
  }
}

export interface Decided {
  readonly at: number;
  /** What the engine reports, and when; a pod that is killed settles nothing. */
  settled?: { readonly at: number; readonly tokens: number };
  readonly address: string;
  readonly tokens: number;
  readonly decision: Decision;
}

export class Gateway {
  readonly time = new VirtualTime();
  readonly decided: Decided[] = [];
  readonly #pods = new Map<string, Pod>();
  /** Addresses that DNS lists, and until when. */
  readonly #listed = new Map<string, number>();
  #next = 0;
  /** What a request that a pod had reserved when it was killed: it may have been admitted. */
  readonly reservedByKilled: { at: number; requests: number; tokens: number }[] = [];

  constructor(
    readonly limits: Limits,
    readonly network: Network,
    private readonly random: () => number,
    /** How long DNS lists a pod that is gone. */
    private readonly listedMs = 3000,
  ) {}

  /** A pod that starts. It is ready once it has the counts of the others. */
  start(): string {
    const address = String((this.#next += 1));
    const pod = new Pod(address, this, Math.round((this.random() - 0.5) * 100));
    this.#pods.set(address, pod);
    this.#listed.set(address, Infinity);
    const look = () => {
      const now = this.time.now();
      pod.exchange.list([...this.#listed].flatMap(([each, until]) => (until > now ? [each] : [])));
    };
    const lookAgain = () => {
      look();
      pod.clock.after(pod.exchange.undecided ? 500 : 2000, lookAgain);
    };
    lookAgain();
    pod.exchange.onSilence(() => pod.clock.after(0, look));
    pod.exchange.start();
    return address;
  }

  kill(address: string): void {
    const pod = this.#pods.get(address)!;
    pod.alive = false;
    this.#listed.set(address, this.time.now() + this.listedMs);
    for (const { reserved } of pod.ledger.own.clients.values())
      if (reserved !== undefined)
        this.reservedByKilled.push({ at: this.time.now(), requests: reserved.requests, tokens: reserved.tokens });
  }

  ready(): string[] {
    return [...this.#pods].flatMap(([address, pod]) => (pod.alive && pod.exchange.settled ? [address] : []));
  }

  inFlight(): number {
    return [...this.#pods.values()].reduce(
      (sum, pod) => sum + (pod.alive ? (pod.admissions.inFlight().get('team-a') ?? 0) : 0),
      0,
    );
  }

  /** Tokens that are charged: what engines reported, and of the other requests the most that they may use. */
  charged(at = Infinity): number {
    const admitted = this.decided.filter((each) => each.at <= at && 'admission' in each.decision);
    const tokens = ({ settled, tokens }: Decided) =>
      // Peers know of a report a little later.
      settled !== undefined && settled.at <= at - 1000 ? settled.tokens : tokens;
    const killed = this.reservedByKilled.filter((each) => each.at <= at).reduce((sum, each) => sum + each.tokens, 0);
    return admitted.reduce((sum, each) => sum + tokens(each), at === Infinity ? 0 : killed);
  }

  /** A request; after `milliseconds` its stream has ended, and the engine reports `used` tokens. */
  ask(address: string, tokens: number, used: number, milliseconds: number): void {
    const pod = this.#pods.get(address)!;
    if (!pod.alive) return;
    pod.admissions.ask('team-a', tokens, (decision) => {
      if (!pod.alive) return;
      const decided: Decided = { at: this.time.now(), address, tokens, decision };
      this.decided.push(decided);
      if ('admission' in decision)
        pod.clock.after(milliseconds, () => {
          decided.settled = { at: this.time.now(), tokens: used };
          pod.admissions.settle(decision.admission, 'team-a', { promptTokens: 0, answerTokens: used });
        });
    });
  }

  send(from: Pod, to: string, message: Message, done: (answer: Answer) => void): void {
    const answer = (value: Answer, milliseconds: number) =>
      this.time.after(milliseconds, () => {
        if (from.alive) done(value);
      });
    if (this.network.lost(from.address, to)) return void answer('silent', 500);
    const text = JSON.stringify(message);
    this.time.after(this.network.delay(), () => {
      const pod = this.#pods.get(to);
      if (pod === undefined || !pod.alive) return void answer('refused', this.network.delay());
      const reply = JSON.stringify(pod.exchange.receive(parsed(text), from.address));
      if (this.network.lost(to, from.address)) return void answer('silent', 500);
      answer(parsed(reply), this.network.delay());
    });
  }
}

const parsed = (text: string): Message => {
  const message = parseMessage(text);
  if (message === undefined) throw new Error(`no message: ${text}`);
  return message;
};
