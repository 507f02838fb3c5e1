/** What is fuzzed: how a case is made of a seed and a number, what it must lead to, and how it is made smaller. */

/** How one case ended: as it should, or with what is wrong about it. */
export type Outcome = { readonly ended: 'refused' | 'valid' } | { readonly ended: 'wrong'; readonly why: string };

/** One case. */
export interface Case {
  /** What was changed, in order. */
  readonly steps: readonly string[];
  readonly run: () => Outcome | Promise<Outcome>;
  /** The case as source, made as small as it can be with the same outcome. */
  readonly print: () => string | Promise<string>;
}

export interface Subject {
  readonly caseOf: (seed: number, number: number) => Case;
}
