/** What llama-server prints of its buffers when it starts with `--log-verbosity 5`, summed for each device. */

/** MiB of all buffers. */
export interface MeasuredBuffers {
  /** One for each GPU, by the number of the device. */
  readonly gpu: readonly number[];
  readonly host: number;
  /** `NVIDIA L40S`, as the backend names its devices; empty where it names none. */
  readonly names: readonly string[];
}

/** `load_tensors:        CUDA0 model buffer size =  4403.49 MiB` */
const bufferLine = /(\w+):\s+(\S+)\s+(model|KV|RS|compute|output) buffer size =\s+([\d.]+) MiB/g;

/** `Device 0: NVIDIA L40S, compute capability 8.9` */
const deviceLine = /^\s*Device (\d+): ([^,\n]+),/gm;

/** A buffer of the host: `CPU`, `CPU_Mapped`, `CPU_REPACK`, and the pinned memory of a GPU's driver, `CUDA_Host`. */
const isHost = (device: string): boolean => /^CPU(_|$)|_Host$/.test(device);

const sum = (sizes: Iterable<number>): number => [...sizes].reduce((all, size) => all + size, 0);

/** Two decimals, as the engine prints. */
const rounded = (size: number): number => Math.round(size * 100) / 100;

/** Reads a log. Graphs and outputs may be reserved more than once: of these the last one stays. */
export function measuredBuffers(log: string): MeasuredBuffers {
  const once = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const [, , device = '', kind = '', text = ''] of log.matchAll(bufferLine)) {
    const size = Number(text);
    if (kind === 'compute' || kind === 'output') once.set(`${device} ${kind}`, size);
    else sizes.set(device, (sizes.get(device) ?? 0) + size);
  }
  for (const [key, size] of once) {
    const device = key.slice(0, key.indexOf(' '));
    sizes.set(device, (sizes.get(device) ?? 0) + size);
  }
  const gpus = new Map<string, number>();
  for (const [device, size] of sizes) {
    const whole = device.replace(/_Split$/, '');
    if (!isHost(device)) gpus.set(whole, (gpus.get(whole) ?? 0) + size);
  }
  return {
    gpu: [...gpus]
      .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
      .map(([, size]) => rounded(size)),
    host: rounded(sum([...sizes].filter(([device]) => isHost(device)).map(([, size]) => size))),
    names: [...new Map([...log.matchAll(deviceLine)].map(([, number = '', name = '']) => [number, name])).values()],
  };
}
