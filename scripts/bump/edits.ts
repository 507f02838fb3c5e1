/**
 * The files that pin a build, changed to another one: texts in, texts out. All of them are data; refuses a file in
 * which it does not find what it must change.
 */
import { refuse } from '../../lib/internal';
import { describedIn, type OffersChange } from './compare';
import { jsonText } from './json-text';
import type { DescribedFlag, EngineOffers } from './offers';
import type { BumpRequest, ImagePin } from './request';

/** Texts by path inside the checkout. */
export type Files = Readonly<Record<string, string>>;

export const imagesFile = 'lib/catalog/versions.json';
export const buildFiles = {
  'llama-server': 'lib/engines/llama-server/build.json',
  ollama: 'lib/engines/ollama/build.json',
} as const;

type Versions = Readonly<Record<string, object>>;

/** A flag beside its name, which is the spelling that Corral emits. */
interface FlagFacts {
  readonly off?: string;
  readonly value?: string;
  readonly variable?: string;
  readonly aliases?: readonly string[];
}

type Flags = readonly (readonly [string, FlagFacts])[];

/** Answers of closed routes, by request, by route. */
type Closed = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface BuildFacts {
  readonly build: string;
  readonly flags?: Readonly<Record<string, FlagFacts>>;
  /** When each metric appears. */
  readonly metrics?: Readonly<Record<string, string>>;
  readonly closed: Closed;
}

function dataIn(files: Files, path: string): unknown {
  const text = files[path] ?? refuse('PinNotFound', path, 'there is no such file');
  try {
    return JSON.parse(text);
  } catch {
    return refuse('PinNotFound', path, 'it is not JSON', { fix: `git checkout -- ${path}` });
  }
}

function withPin(versions: Versions, { image, tag, digest = '' }: ImagePin, version: readonly number[]): Versions {
  const known = versions[image];
  if (known === undefined)
    return refuse('PinNotFound', imagesFile, `it has no image '${image}'`, { fix: `git checkout -- ${imagesFile}` });
  return { ...versions, [image]: { ...known, tag, digest, version } };
}

/** The entry of a flag; `name` and `off` are the spellings that the build had, where it had the flag. */
function flagEntry(
  { spellings, value, variable }: DescribedFlag,
  known?: { readonly name: string; readonly off?: string },
): Flags[number] {
  const long = spellings.filter((spelling) => spelling.startsWith('--'));
  const name =
    known !== undefined && spellings.includes(known.name)
      ? known.name
      : (long.find((spelling) => !spelling.startsWith('--no-')) ?? long[0] ?? spellings[0] ?? '');
  const off =
    known?.off !== undefined && spellings.includes(known.off)
      ? known.off
      : long.find((spelling) => spelling.startsWith('--no-') && spelling !== name);
  const used = value === undefined ? off : undefined;
  const aliases = spellings.filter((spelling) => spelling !== name && spelling !== used);
  return [name, { off: used, value, variable, aliases: aliases.length === 0 ? undefined : aliases }];
}

const isOf = ([name, { off, aliases = [] }]: Flags[number], { spellings }: DescribedFlag): boolean =>
  [name, ...(off === undefined ? [] : [off]), ...aliases].some((spelling) => spellings.includes(spelling));

/** Puts a new flag behind the nearest one before it in the help. */
function withFlag(flags: Flags, flag: DescribedFlag, order: readonly DescribedFlag[]): Flags {
  const before = order.slice(
    0,
    order.findIndex(({ spellings }) => spellings.join() === flag.spellings.join()),
  );
  const places = before.reverse().map((neighbour) => flags.findIndex((entry) => isOf(entry, neighbour)));
  const place = places.find((index) => index >= 0) ?? -1;
  return [...flags.slice(0, place + 1), flagEntry(flag), ...flags.slice(place + 1)];
}

/** The flags, without what is gone, with what changed, and with what is new behind its neighbour in the help. */
function withFlags(facts: BuildFacts['flags'], after: EngineOffers, { flags }: OffersChange): BuildFacts['flags'] {
  if (facts === undefined) return undefined;
  const kept: Flags = Object.entries(facts)
    .filter((entry) => !flags.removed.some((flag) => isOf(entry, flag)))
    .map((entry) => {
      const change = flags.changed.find(({ from }) => isOf(entry, from));
      return change === undefined ? entry : flagEntry(change.to, { name: entry[0], off: entry[1].off });
    });
  const order = describedIn(after);
  return Object.fromEntries(flags.added.reduce((all, flag) => withFlag(all, flag, order), kept));
}

/** The metrics; a new one was there at the start, since that is where it was seen. */
function withMetrics(facts: BuildFacts['metrics'], { metrics }: OffersChange): BuildFacts['metrics'] {
  if (facts === undefined) return undefined;
  const fresh = metrics.added.filter((name) => facts[name] === undefined).map((name) => [name, 'always'] as const);
  return Object.fromEntries([...Object.entries(facts), ...fresh].filter(([name]) => !metrics.removed.includes(name)));
}

/** What a running server answers is what its closed routes state; new routes are closed. */
function withAnswers(closed: Closed, after: EngineOffers, { routes }: OffersChange): Closed {
  const answers = new Map(
    after.routes.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
  const known = Object.entries(closed).map(([route, requests]) => [
    route,
    Object.fromEntries(Object.entries(requests).map(([request, status]) => [request, answers.get(request) ?? status])),
  ]);
  const fresh = routes.added.map((request) => [request, { [request]: answers.get(request) ?? 0 }]);
  return Object.fromEntries([...known, ...fresh]) as Closed;
}

/**
 * Everything that must change for a build to be the pinned one, by path; `pins` are the new files of `tools/<engine>`.
 */
export function editsFor(
  files: Files,
  pins: Files,
  { engine, build, version, pins: images }: BumpRequest,
  after: EngineOffers,
  change: OffersChange,
): Files {
  const path = buildFiles[engine];
  const facts = dataIn(files, path) as BuildFacts;
  const versions = dataIn(files, imagesFile) as Versions;
  return {
    ...pins,
    [imagesFile]: jsonText(images.reduce((all, pin) => withPin(all, pin, version), versions)),
    [path]: jsonText({
      ...facts,
      build,
      flags: withFlags(facts.flags, after, change),
      metrics: withMetrics(facts.metrics, change),
      closed: withAnswers(facts.closed, after, change),
    } satisfies BuildFacts),
  };
}
