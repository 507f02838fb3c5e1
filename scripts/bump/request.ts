/** What `npm run bump` is asked for, read and checked at once: an engine, a build, and what to do with it. */
import { FaultError, images, type Fault } from '../../lib';
import { fault, suggest } from '../../lib/internal';
import type { Parsed } from '../command';
import type { line } from './options';

const engines = ['llama-server', 'ollama'] as const;
export type EngineName = (typeof engines)[number];

export const digestOptions = ['digest', 'cuda-digest', 'rocm-digest', 'vulkan-digest'] as const;
export type DigestOption = (typeof digestOptions)[number];

/** An image that a build pins, by its name in the catalogue of images. */
export interface ImagePin {
  readonly image: 'llamaServer' | 'llamaServerCuda' | 'llamaServerRocm' | 'llamaServerVulkan' | 'ollama' | 'ollamaRocm';
  /** That gives its digest. */
  readonly option: DigestOption;
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. @default - not given, so nothing can be written */
  readonly digest?: string;
}

export interface BumpRequest {
  readonly engine: EngineName;
  /** `11434` is `[11434]`. */
  readonly version: readonly number[];
  /** As the contract calls it: `b11434`, `0.34.3`. */
  readonly build: string;
  readonly pins: readonly ImagePin[];
  readonly write: boolean;
  /** Whether the tests of the engines run against the build. */
  readonly suite: boolean;
}

const forms = {
  'llama-server': { text: /^b?(\d+)$/, example: '11434', pinned: images.llamaServer },
  ollama: { text: /^v?(\d+)\.(\d+)\.(\d+)$/, example: '0.34.3', pinned: images.ollama },
} as const;

const isBelow = (a: readonly number[], b: readonly number[]): boolean => {
  const i = b.findIndex((part, place) => part !== a[place]);
  return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0);
};

function versionFaults(
  engine: EngineName,
  text: string,
): { readonly version: readonly number[]; readonly faults: readonly Fault[] } {
  const { text: form, example, pinned } = forms[engine];
  const match = form.exec(text);
  if (match === null)
    return {
      version: [],
      faults: [
        fault('VersionForm', `bump ${engine}`, `'${text}' is no version of it`, { allowed: `one like ${example}` }),
      ],
    };
  const version = match.slice(1).map(Number);
  const shown = version.join('.');
  if (version.join() === pinned.version.join())
    return {
      version,
      faults: [fault('AlreadyPinned', `bump ${engine}`, `${shown} is the pinned build`, { fix: 'name another one' })],
    };
  if (isBelow(version, pinned.minimum.version)) {
    return {
      version,
      faults: [
        fault(
          'BelowMinimum',
          `bump ${engine}`,
          `${shown} is older than ${pinned.minimum.version.join('.')}, ${pinned.minimum.because}`,
          { fix: 'name a newer build' },
        ),
      ],
    };
  }
  return { version, faults: [] };
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

function digestFaults(option: string, digest: string | undefined, tag: string, write: boolean): readonly Fault[] {
  if (digest === undefined) {
    return write
      ? [
          fault('DigestMissing', `bump --${option}`, `nothing is written without the digest of ${tag}`, {
            fix: `--${option} sha256:…, of the index of all platforms, as the registry shows it`,
          }),
        ]
      : [];
  }
  return digestForm.test(digest)
    ? []
    : [
        fault('DigestForm', `bump --${option}`, `'${digest}' is no digest`, {
          allowed: 'sha256: and 64 hexadecimal digits',
        }),
      ];
}

export type BumpWords = Parsed<typeof line.options>;

/** The images of an engine, each with the option of its digest. */
const imagesOf = {
  'llama-server': (build: string) => [
    { image: 'llamaServer', option: 'digest', tag: `server-${build}` },
    { image: 'llamaServerCuda', option: 'cuda-digest', tag: `server-cuda-${build}` },
    { image: 'llamaServerRocm', option: 'rocm-digest', tag: `server-rocm-${build}` },
    { image: 'llamaServerVulkan', option: 'vulkan-digest', tag: `server-vulkan-${build}` },
  ],
  ollama: (build: string) => [
    { image: 'ollama', option: 'digest', tag: build },
    { image: 'ollamaRocm', option: 'rocm-digest', tag: `${build}-rocm` },
  ],
} as const satisfies Readonly<Record<EngineName, (build: string) => readonly Omit<ImagePin, 'digest'>[]>>;

/** Reads the words of the command line. @throws FaultError with everything that is wrong with them */
export function requestOf({ values, positionals: [name = '', text = ''] }: BumpWords): BumpRequest {
  const engine = engines.find((each) => each === name);
  if (engine === undefined)
    throw new FaultError([
      fault('UnknownEngine', 'bump', `no engine is called '${name}'`, {
        'did you mean': suggest(name, engines),
        allowed: engines,
      }),
    ]);
  const { version, faults } = versionFaults(engine, text);
  const build = engine === 'llama-server' ? `b${version.join('.')}` : version.join('.');
  const pins: readonly ImagePin[] = imagesOf[engine](build).map((pin) => ({ ...pin, digest: values[pin.option] }));
  const found = [
    ...faults,
    ...pins.flatMap(({ option, tag, digest }) => digestFaults(option, digest, tag, values.write)),
    ...(values.write && values['without-suite']
      ? [
          fault('WriteWithoutSuite', 'bump --without-suite', 'what no test has run is not written', {
            fix: 'leave out --without-suite, or --write',
          }),
        ]
      : []),
    ...digestOptions
      .filter((option) => values[option] !== undefined && pins.every((pin) => pin.option !== option))
      .map((option) =>
        fault('Usage', `bump --${option}`, `${engine} has no such image`, {
          allowed: pins.map((pin) => `--${pin.option}`),
        }),
      ),
  ];
  if (found.length > 0) throw new FaultError(found);
  return { engine, version, build, pins, write: values.write, suite: !values['without-suite'] };
}
