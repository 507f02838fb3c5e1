/**
 * The exchange of counts between the pods of the gateway: which pods there are, what each of them knows, and rounds, in
 * which all pods that answer learn of a reservation and report theirs.
 */
import type { Clock } from '../limits/clock';
import type { Ledger } from '../limits/ledger';
import type { Message } from './message';

/** What comes of a message: the answer, or a connection that is refused, or silence. */
export type Answer = Message | 'refused' | 'silent';

/** Sends a message; calls `done` once, at most half a second later. */
export type Send = (address: string, message: Message, done: (answer: Answer) => void) => void;

const reportEveryMs = 200;
const greetEveryMs = 1000;
/** A pod that is not listed, and has not been heard for so long, has left. */
const unlistedMs = 10_000;
/** Within this time names show whether a pod that is silent has been deleted. */
const namesFollowMs = 10_000;
/** Messages to one pod that wait for an answer at the same time. */
const parallel = 4;

type State = 'new' | 'live' | 'silent' | 'gone' | 'self';

interface Peer {
  readonly address: string;
  pod: string | undefined;
  state: State;
  silentSince: number;
  listed: boolean;
  /** The last own sequence number that it has confirmed. */
  confirmed: number;
  /** It has sent everything that it knows of others. */
  joined: boolean;
  waiting: number;
  again: boolean;
  sentAt: number;
  heardAt: number;
}

interface Round {
  readonly waiting: Set<Peer>;
  readonly done: () => void;
}

export class Exchange {
  readonly #peers = new Map<string, Peer>();
  readonly #rounds = new Set<Round>();
  readonly #listeners = new Set<() => void>();
  #silence: () => void = () => {};
  #stopTick: (() => void) | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly send: Send,
    private readonly own: { readonly port: number; readonly replaces?: readonly string[] },
  ) {}

  start(): void {
    const tick = () => {
      this.#tick();
      this.#stopTick = this.clock.after(reportEveryMs, tick);
    };
    this.#stopTick = this.clock.after(reportEveryMs, tick);
  }

  stop(): void {
    this.#stopTick?.();
  }

  /** Calls after each message that came in. */
  onNews(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Calls when a pod falls silent: names may show that it has been deleted. */
  onSilence(listener: () => void): void {
    this.#silence = listener;
  }

  /** Pods that answer, and pods that should: with this one. A pod whose process is down does not count. */
  pods(): { readonly live: number; readonly all: number } {
    const live = this.#in('live').length + 1;
    return { live, all: live + this.#in('silent').length };
  }

  /** When a pod that is silent now was last heard. */
  get lastHeardOfSilent(): number {
    return Math.max(...this.#in('silent').map(({ heardAt }) => heardAt));
  }

  /** Whether a pod has just fallen silent: names do not show yet whether it has been deleted. */
  get undecided(): boolean {
    return this.#in('silent').some(({ silentSince }) => this.clock.now() < silentSince + namesFollowMs);
  }

  /** Whether every listed pod has answered, or is known not to. */
  get settled(): boolean {
    return this.#in('new').length === 0 && this.#in('live').every((peer) => peer.joined);
  }

  /** The last own sequence number that all pods that answer have confirmed. */
  get confirmed(): number {
    return Math.min(...this.#in('live').map((peer) => peer.confirmed));
  }

  /** Takes the addresses under which the gateway's pods are listed. */
  list(addresses: readonly string[]): void {
    for (const peer of this.#peers.values()) peer.listed = addresses.includes(peer.address);
    // A list without this pod may be no answer at all. One that has it shows which pods have been deleted.
    if (this.#in('self').some(({ listed }) => listed))
      for (const peer of this.#in('silent')) if (!peer.listed) this.#remove(peer);
    for (const address of addresses) {
      const peer = this.#peer(address);
      peer.listed = true;
      if (peer.state === 'new') this.#report(peer);
    }
  }

  /** Calls `done` when all pods that answer have taken the reservations of now, and this pod theirs. */
  round(done: () => void): void {
    const waiting = new Set(this.#in('live'));
    if (waiting.size === 0) return done();
    this.#rounds.add({ waiting, done });
    for (const peer of waiting) this.#report(peer);
  }

  /** Reports to all pods at once. */
  report(): void {
    for (const peer of this.#in('live')) this.#report(peer);
  }

  /** This pod ends: its requests are over. */
  leave(): void {
    for (const peer of this.#in('live')) this.send(peer.address, { ...this.#message(peer), leaves: true }, () => {});
    this.stop();
  }

  /** A message that came in, and the answer to it. */
  receive(message: Message, address: string): Message {
    if (message.pod === this.ledger.own.pod) return this.#message(undefined);
    const peer = this.#peer(address);
    this.#heard(peer, message);
    if (message.leaves) {
      this.#remove(peer);
    } else if (peer.state === 'new' || peer.state === 'gone') {
      this.#turn(peer, 'live');
      this.#report(peer);
    }
    const answer = this.#message(peer);
    this.#news();
    if (!message.joins) return answer;
    return { ...answer, others: this.ledger.others(), addresses: this.#in('live').map((each) => each.address) };
  }

  #report(peer: Peer): void {
    if (peer.waiting >= parallel) {
      peer.again = true;
      return;
    }
    const carried = [...this.#rounds].filter((round) => round.waiting.has(peer));
    const pod = peer.pod;
    peer.waiting += 1;
    peer.sentAt = this.clock.now();
    this.send(peer.address, this.#message(peer), (answer) => {
      peer.waiting -= 1;
      if (this.#peers.get(peer.address) !== peer) return;
      if (typeof answer === 'string') this.#failed(peer, answer, pod);
      else this.#answered(peer, answer, carried);
      if (peer.again && peer.state === 'live') {
        peer.again = false;
        this.#report(peer);
      }
    });
  }

  #answered(peer: Peer, answer: Message, carried: readonly Round[]): void {
    if (answer.pod === this.ledger.own.pod) {
      this.#turn(peer, 'self');
      return;
    }
    this.#heard(peer, answer);
    if (answer.others !== undefined) {
      for (const record of answer.others) this.ledger.learn(record, this.ledger.shiftOf(answer.pod));
      peer.joined = true;
      for (const address of answer.addresses ?? []) {
        const further = this.#peer(address);
        if (further.state === 'new') this.#report(further);
      }
    }
    this.#turn(peer, 'live');
    for (const round of carried) this.#arrived(round, peer);
    this.#news();
  }

  #failed(peer: Peer, failure: 'refused' | 'silent', pod: string | undefined): void {
    // A new process has taken the address meanwhile.
    if (peer.pod !== pod) return;
    this.#turn(peer, failure === 'refused' ? 'gone' : 'silent');
    for (const round of this.#rounds) this.#arrived(round, peer);
    this.#news();
  }

  #arrived(round: Round, peer: Peer): void {
    if (!round.waiting.delete(peer) || round.waiting.size > 0) return;
    this.#rounds.delete(round);
    round.done();
  }

  #heard(peer: Peer, message: Message): void {
    if (peer.pod !== message.pod) {
      if (peer.pod !== undefined) this.ledger.vanished(peer.pod);
      peer.pod = message.pod;
      peer.confirmed = 0;
      peer.joined = false;
    }
    peer.heardAt = this.clock.now();
    if (message.knows?.pod === this.ledger.own.pod) peer.confirmed = Math.max(peer.confirmed, message.knows.sequence);
    this.ledger.receive(message.pod, message);
    this.ledger.answers(message.pod, peer.state === 'live');
    for (const former of message.replaces ?? []) this.ledger.replaced(former);
  }

  #message(peer: Peer | undefined): Message {
    return {
      pod: this.ledger.own.pod,
      port: this.own.port,
      sequence: this.ledger.sequence,
      clock: this.ledger.lamport,
      now: this.clock.now(),
      knows: peer?.pod === undefined ? undefined : { pod: peer.pod, sequence: this.ledger.knownOf(peer.pod) },
      records: this.ledger.changes(peer?.confirmed ?? Infinity),
      replaces: this.own.replaces,
      joins: peer === undefined || peer.joined ? undefined : true,
    };
  }

  #tick(): void {
    const now = this.clock.now();
    for (const peer of this.#peers.values()) {
      if (peer.state === 'self') continue;
      const behind = peer.state === 'live' && (peer.confirmed < this.ledger.sequence || !peer.joined);
      if (peer.waiting === 0 && (behind || now >= peer.sentAt + greetEveryMs)) this.#report(peer);
      if (!peer.listed && now > peer.heardAt + unlistedMs) this.#remove(peer);
    }
    this.ledger.tidy(this.confirmed);
  }

  #turn(peer: Peer, state: State): void {
    const fallsSilent = state === 'silent' && peer.state !== 'silent';
    peer.state = state;
    if (fallsSilent) {
      peer.silentSince = this.clock.now();
      this.#silence();
    }
    if (peer.pod === undefined) return;
    if (state === 'gone') this.ledger.vanished(peer.pod);
    else this.ledger.answers(peer.pod, state === 'live');
  }

  #remove(peer: Peer): void {
    this.#peers.delete(peer.address);
    if (peer.pod !== undefined) this.ledger.vanished(peer.pod);
    for (const round of this.#rounds) this.#arrived(round, peer);
    this.#news();
  }

  #peer(address: string): Peer {
    let peer = this.#peers.get(address);
    if (peer === undefined) {
      peer = {
        address,
        pod: undefined,
        state: 'new',
        silentSince: 0,
        listed: false,
        confirmed: 0,
        joined: false,
        waiting: 0,
        again: false,
        sentAt: -Infinity,
        heardAt: this.clock.now(),
      };
      this.#peers.set(address, peer);
    }
    return peer;
  }

  #in(state: State): Peer[] {
    return [...this.#peers.values()].filter((peer) => peer.state === state);
  }

  #news(): void {
    for (const listener of this.#listeners) listener();
  }
}
