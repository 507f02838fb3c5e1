/** Something that cannot work, with the changes that might fix it: those that planning again accepts are reported. */
import type { Fault } from '../core';
import type { Environment } from '../environment';

/** The same environment with one thing changed. */
export interface Change {
  /** What is changed, in the words of an overlay: `contextLength 4096`. */
  readonly says: string;
  readonly to: Environment;
}

/** Changes of one kind from the smallest to the largest: the first that fits is reported. */
export type Changes = () => Iterable<Change>;

export interface Finding {
  readonly fault: Fault;
  /** @default - nothing is tried, the fault keeps its own remedies */
  readonly changes?: readonly Changes[];
}

/** A finding that nothing is tried for. */
export const finding = (fault: Fault, changes?: readonly Changes[]): Finding => ({ fault, changes });
