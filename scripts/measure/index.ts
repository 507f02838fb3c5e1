/** Measures the memory of a model with a llama-server that is there, for an architecture without a memory model. */
import { availableParallelism } from 'node:os';
import { FaultError } from '../../lib';
import {
  completeLlamaServerSettings,
  isArchitecture,
  llamaServerArguments,
  llamaServerFlags,
  refuse,
} from '../../lib/internal';
import { readHeader, shardPaths } from '../lock/header';
import { silent } from '../lock/progress';
import { localFile } from '../lock/source';
import { usageFault, type Context, type Exit, type Parsed } from '../command';
import { measuredBuffers } from './log';
import { line } from './options';
import { logOfStart, requireBuild } from './server';

const poolings = ['mean', 'cls', 'last'] as const;
type Pooling = (typeof poolings)[number];
const isPooling = (text: string): text is Pooling => poolings.some((known) => known === text);

interface Wanted {
  readonly contextLength: number;
  readonly parallel: number;
  readonly gpus: number;
  readonly embedding?: Pooling;
}

/** The numbers of the words, each checked. */
function wantedOf({ values }: Parsed<typeof line.options>): Wanted {
  const whole = (name: 'context-length' | 'parallel' | 'gpus', least: number, otherwise: number): number => {
    const text = values[name];
    if (text === undefined) return otherwise;
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new FaultError([usageFault(line, `--${name} has '${text}'`, { allowed: `a whole number from ${least}` })]);
  };
  const { embedding } = values;
  if (embedding !== undefined && !isPooling(embedding))
    throw new FaultError([usageFault(line, `--embedding has '${embedding}'`, { allowed: poolings })]);
  return {
    contextLength: whole('context-length', 1, 8192),
    parallel: whole('parallel', 1, 1),
    gpus: whole('gpus', 0, 0),
    embedding,
  };
}

/** The architecture that the file names; a file that cannot be read is refused before anything starts. */
async function architectureOf(path: string): Promise<string> {
  const sources = shardPaths(path).map((each) => localFile(each, silent));
  const { metadata } = await readHeader(sources, silent, fetch);
  return String(metadata['general.architecture']);
}

/** Prints the measured memory, and on standard error what it holds for. */
export async function run(words: Parsed<typeof line.options>, { console }: Context): Promise<Exit> {
  const {
    values: { server },
    positionals: [path = ''],
  } = words;
  const { contextLength, parallel, gpus, embedding } = wantedOf(words);
  const architecture = await architectureOf(path);
  const build = requireBuild(server);
  const settings = completeLlamaServerSettings({ contextLength, parallel, maxOutputLength: 1, embedding }, gpus);
  const log = await logOfStart(server, (port) =>
    llamaServerArguments({
      ...llamaServerFlags(settings, {
        modelPath: path,
        alias: 'measured',
        threads: availableParallelism(),
        gpus,
        port,
      }),
      host: '127.0.0.1',
    }),
  );
  const { gpu, host, names } = measuredBuffers(log);
  if (gpu.length !== gpus) {
    refuse('OtherDevices', '--gpus', `${gpus}, and the server has buffers on ${gpu.length}`, {
      fix: [`--gpus ${gpu.length}`, 'a llama-server for these GPUs'],
    });
  }
  const where = gpus === 0 ? 'on a CPU' : `on ${gpus} × ${[...new Set(names)].join(' and ') || 'GPU'}`;
  const by = `corral measure ${where}, ${new Date().toISOString().slice(0, 10)}`;
  console.out(JSON.stringify({ measured: { gpu, host, contextLength, parallel, embedding, build, by } }, null, 2));
  for (const note of [
    `The value of memory in a catalogue entry; it holds for contextLength ${contextLength}, parallel ${parallel}, ${gpus} GPUs and build ${build}.`,
    ...(isArchitecture(architecture)
      ? [
          `The memory of architecture '${architecture}' is computed, so an entry of this model takes no measured memory.`,
        ]
      : []),
    ...(gpus === 0
      ? ['Measured on a CPU: it shows no buffers of GPUs, no copies for several GPUs, and no memory of CUDA itself.']
      : []),
  ])
    console.error(note);
  return 0;
}
