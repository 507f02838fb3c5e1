/**
 * What clients had used of their day when the network was cut. Both sides divide what was left then, so both must mean
 * the same moment: pods of one side notice the cut at different times, and admit meanwhile.
 */
import { dayOf, type Clock } from './clock';
import type { Ledger } from './ledger';
import { isMajority } from './shares';

/** What the division needs of the exchange with peers. */
export interface Reachable {
  pods(): { readonly live: number; readonly all: number };
  readonly lastHeardOfSilent: number;
}

/** Tokens by client. */
interface Used {
  readonly at: number;
  readonly tokens: ReadonlyMap<string, number>;
}

const noteEveryMs = 200;
/** A pod that is silent is noticed within two seconds: a greeting each second, and half a second for its answer. */
const keptMs = 5000;

export class Division {
  #notes: Used[] = [];
  #before: Used | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly pods: Reachable,
    private readonly clock: Clock,
  ) {}

  /** Notes what is used, five times a second; called after each message of another pod. */
  look(): void {
    const now = this.clock.now();
    if (!isMajority(this.pods.pods())) {
      this.#before ??= this.#lastBefore(this.pods.lastHeardOfSilent);
      return;
    }
    this.#before = undefined;
    const last = this.#notes.at(-1);
    if (last === undefined || now >= last.at + noteEveryMs)
      this.#notes = [...this.#notes.filter(({ at }) => at > now - keptMs), this.#used()];
  }

  /** Tokens of today, in both parts together, when they could last reach each other; none while this is the greater. */
  tokensBefore(client: string): number | undefined {
    this.look();
    if (this.#before === undefined) return undefined;
    return dayOf(this.#before.at) === dayOf(this.clock.now()) ? (this.#before.tokens.get(client) ?? 0) : 0;
  }

  /** The last note that is not later than a moment: an earlier one divides more, which is never too much together. */
  #lastBefore(moment: number): Used {
    return this.#notes.findLast(({ at }) => at <= moment) ?? this.#notes[0] ?? this.#used();
  }

  #used(): Used {
    const at = this.clock.now();
    return { at, tokens: this.ledger.tokensOf(dayOf(at)) };
  }
}
