/**
 * The one list of what differs between a container in a cluster and its process here. Everything else is as rendered.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What a container runs. */
export interface Invocation {
  /** Name of the container. */
  readonly container: string;
  readonly gpus: boolean;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where a container finds itself on this machine. */
export interface Place {
  /** Folder that holds the image. */
  readonly image: string;
  /** Folder of each mount, by its path in the container. */
  readonly mounts: ReadonlyMap<string, string>;
  /** Port of this machine, by port of the container. */
  readonly ports: ReadonlyMap<number, number>;
  /** Address of this machine, by the address of a Service, a hub or a registry. */
  readonly services: ReadonlyMap<string, string>;
}

/** One difference: what a text becomes, or what a command or an environment gets at its end. */
interface Difference {
  readonly says: string;
  readonly text?: (text: string, place: Place) => string;
  readonly command?: (invocation: Invocation) => readonly string[];
  /** Flags of a llama-server with GPUs that are left out, each with its value. */
  readonly without?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Replaces paths, and paths below them, in one pass, but not where one is a part of another. */
function movePaths(text: string, mounts: ReadonlyMap<string, string>): string {
  if (mounts.size === 0) return text;
  const paths = [...mounts.keys()].map(literal).join('|');
  return text.replaceAll(new RegExp(`(?<![\\w./:-])(?:${paths})(?![\\w.-])`, 'g'), (path) => mounts.get(path) ?? path);
}

const isLlamaServer = ({ container, command }: Invocation): boolean =>
  container === 'llama-server' && command[0] === '/app/llama-server';

export const differences: readonly Difference[] = [
  {
    says: 'mounted folders, and the folders of images, lie below a temporary folder',
    text: (text, { mounts }) => movePaths(text, mounts),
  },
  {
    says: 'servers listen on loopback, each at a free port above 20000',
    text: (text, { ports }) =>
      [...ports]
        .reduce(
          (moved, [from, to]) =>
            moved
              .replace(new RegExp(`^${from}$`), `${to}`)
              .replace(`0.0.0.0:${from}`, `127.0.0.1:${to}`)
              .replace(`listen ${from};`, `listen 127.0.0.1:${to};`),
          text,
        )
        .replace(/^0\.0\.0\.0$/, '127.0.0.1'),
  },
  {
    says: 'the names of Services, of the hub and of the registry are addresses on loopback',
    text: (text, { services }) => [...services].reduce((moved, [from, to]) => moved.replaceAll(from, to), text),
  },
  {
    says: 'llama-server says how large its buffers are: `-lv 5`',
    command: (invocation) => (isLlamaServer(invocation) ? ['-lv', '5'] : []),
  },
  {
    says: 'a llama-server that is planned on GPUs runs on the CPU, which neither copies nor tries its weights: `--no-repack --no-warmup --load-mode mmap`',
    command: (invocation) =>
      isLlamaServer(invocation) && invocation.gpus ? ['--no-repack', '--no-warmup', '--load-mode', 'mmap'] : [],
  },
  {
    says: 'a llama-server that is planned on GPUs names none: there is no GPU here, and it would end, which a test of its own shows: no `--device`',
    without: ['--device'],
  },
  {
    says: 'a fleet that is planned on GPUs is ready without one, which a test of its own shows to be refused: `WARM_UP_ON_GPU=no`',
    env: { WARM_UP_ON_GPU: 'no' },
  },
  {
    says: 'threads that wait for each other sleep, since this machine has other work: `OMP_WAIT_POLICY=passive`',
    env: { OMP_WAIT_POLICY: 'passive' },
  },
];

/** A text of a manifest, as it is here. */
export const textHere = (text: string, place: Place): string =>
  differences.reduce((changed, difference) => difference.text?.(changed, place) ?? changed, text);

function withoutFlag(command: readonly string[], flag: string): readonly string[] {
  const at = command.indexOf(flag);
  return at < 0 ? command : [...command.slice(0, at), ...command.slice(at + 2)];
}

/** A command of a manifest, as it is here. */
export function here(invocation: Invocation, place: Place): Invocation {
  const left =
    isLlamaServer(invocation) && invocation.gpus
      ? differences.flatMap(({ without = [] }) => without).reduce(withoutFlag, invocation.command)
      : invocation.command;
  const [program = '', ...args] = [...left, ...differences.flatMap(({ command }) => command?.(invocation) ?? [])];
  const inImage = join(place.image, program);
  return {
    ...invocation,
    command: [
      program.startsWith('/') && existsSync(inImage) ? inImage : program,
      ...args.map((text) => textHere(text, place)),
    ],
    env: Object.fromEntries([
      ...Object.entries(invocation.env).map(([name, text]) => [name, textHere(text, place)]),
      ...differences.flatMap(({ env = {} }) => Object.entries(env)),
    ]),
  };
}
