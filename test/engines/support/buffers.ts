/** What llama-server says about its buffers when it starts with `-lv 5`, in MiB as printed. */

/** Sizes in MiB; 0 for what is not there. */
export interface Buffers {
  readonly weights: number;
  /** Weights once more, rearranged for the CPU's instructions. */
  readonly repacked: number;
  readonly cache: number;
  readonly state: number;
  readonly output: number;
  readonly compute: number;
}

const lines: Readonly<Record<keyof Buffers, RegExp>> = {
  weights: /load_tensors:\s+(?!CPU_REPACK)\S+ model buffer size =\s+([\d.]+) MiB/g,
  repacked: /load_tensors:\s+CPU_REPACK model buffer size =\s+([\d.]+) MiB/g,
  cache: /llama_kv_cache\w*:\s+\S+ KV buffer size =\s+([\d.]+) MiB/g,
  state: /llama_memory_recurrent:\s+\S+ RS buffer size =\s+([\d.]+) MiB/g,
  output: /\s+\S+\s+output buffer size =\s+([\d.]+) MiB/g,
  compute: /sched_reserve:\s+\S+ compute buffer size =\s+([\d.]+) MiB/g,
};

const sizesIn = (log: string, line: RegExp): readonly number[] =>
  [...log.matchAll(line)].map(([, size]) => Number(size));
const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);

/** Reads a log. Graphs may be reserved more than once: the last one stays. */
export function buffersIn(log: string): Buffers {
  const total = (name: keyof Buffers): number => sum(sizesIn(log, lines[name]));
  return {
    weights: total('weights'),
    repacked: total('repacked'),
    cache: total('cache'),
    state: total('state'),
    output: sizesIn(log, lines.output).at(-1) ?? 0,
    compute: sizesIn(log, lines.compute).at(-1) ?? 0,
  };
}
