/** Something that cannot work, with the changes that might fix it: those that planning again accepts are told. */
import type { Fault } from '../core/fault';
import type { Environment } from '../environment/environment';

/** The same environment with one thing changed. */
export interface Change {
  /** What is changed, as an overlay would say it: `contextLength 4096`. */
  readonly says: string;
  readonly to: Environment;
}

/** Changes of one kind from the smallest to the largest: the first that fits is told. */
export type Ladder = () => Iterable<Change>;

export interface Finding {
  readonly fault: Fault;
  /** @default - nothing is tried, the fault's own remedies stand */
  readonly ladders?: readonly Ladder[];
}

/** A finding that nothing is tried for. */
export const finding = (fault: Fault, ladders?: readonly Ladder[]): Finding => ({ fault, ladders });
