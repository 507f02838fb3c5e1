/** A command-line flag of one build of an engine, as data: what it is called, what it takes, and what else sets it. */

/** A flag of one build. */
export interface BuildFlag {
  /** The spelling that Corral emits. */
  readonly name: string;
  /** The spelling that switches it off, where there is one. */
  readonly off?: string;
  /** How the help writes its value. @default - it takes none */
  readonly value?: string;
  /** Environment variable that sets it too; the argument wins. */
  readonly variable?: string;
  /** Other spellings that mean the same, on or off. */
  readonly aliases: readonly string[];
}

/** A flag as `build.json` states it, by its name. */
export type BuildFlagFacts = Readonly<
  Record<string, Partial<Pick<BuildFlag, 'off' | 'value' | 'variable' | 'aliases'>>>
>;

/** The flags of a build, in the order of its help. */
export const flagsOf = (facts: BuildFlagFacts): readonly BuildFlag[] =>
  Object.entries(facts).map(([name, { off, value, variable, aliases = [] }]) => ({
    name,
    off,
    value,
    variable,
    aliases,
  }));

const spellings = ({ name, off, aliases }: BuildFlag): readonly string[] => [
  name,
  ...(off === undefined ? [] : [off]),
  ...aliases,
];

/** Flags of a build by each of their spellings. */
const bySpelling = new WeakMap<readonly BuildFlag[], ReadonlyMap<string, BuildFlag>>();

function spelt(flags: readonly BuildFlag[]): ReadonlyMap<string, BuildFlag> {
  // Of two flags with one spelling the first is meant.
  const known =
    bySpelling.get(flags) ??
    new Map([...flags].reverse().flatMap((flag) => spellings(flag).map((each) => [each, flag] as const)));
  bySpelling.set(flags, known);
  return known;
}

/** The flag that a spelling means; engines of llama.cpp read `_` as `-` in long flags. */
export function flagBySpelling(flags: readonly BuildFlag[], spelling: string): BuildFlag | undefined {
  return spelt(flags).get(spelling.startsWith('--') ? spelling.replaceAll('_', '-') : spelling);
}
