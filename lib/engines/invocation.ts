/** How a container is started: what rules and comparisons read of an engine's flags and variables. */

/** Command, arguments and variables of a container. */
export interface Invocation {
  readonly words: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Whole GPUs, shares or slices by its limits. */
  readonly gpus: number;
  /** Their resource: `nvidia.com/gpu`. @default - the container has none */
  readonly gpuResource?: string;
}

/** Value of a flag, given as `--flag value` or `--flag=value`; the last one counts, as engines read them. */
export function flagValue({ words }: Pick<Invocation, 'words'>, flag: string): string | undefined {
  const last = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  return words[last] === flag ? words[last + 1] : words[last]?.slice(flag.length + 1);
}
