/**
 * The files that pin a build, changed to another one: texts in, texts out. Refuses a file in which it does not find
 * what it must change.
 */
import { refuse } from '../../lib';
import type { OffersChange } from './compare';
import type { DescribedFlag, EngineOffers } from './offers';
import { describedIn } from './compare';
import type { BumpRequest, ImagePin } from './request';

/** Texts by path inside the checkout. */
export type Files = Readonly<Record<string, string>>;

export const imagesFile = 'lib/catalog/images.ts';
export const flagFiles = ['lib/engines/llama-server/build.ts', 'lib/engines/llama-server/build-sampling.ts'] as const;
export const contractFiles = {
  'llama-server': 'lib/engines/llama-server/llama-server.ts',
  ollama: 'lib/engines/ollama/ollama.ts',
} as const;

function replaced(path: string, text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text))
    refuse('PinNotFound', path, `nothing in it looks like ${String(pattern)}`, {
      fix: 'change the pin by hand, and tell this command how it is written now',
    });
  return text.replace(pattern, by);
}

function withPin(text: string, { image, tag, digest = '' }: ImagePin, version: readonly number[]): string {
  const entry = `(\\n  ${image}: \\{(?:(?!\\n  \\},)[^])*?)`;
  const set = (changed: string, field: string, value: string): string =>
    replaced(imagesFile, changed, new RegExp(`${entry}\\n    ${field}: [^\\n]*,\\n`), `$1\n    ${field}: ${value},\n`);
  return set(set(set(text, 'tag', `'${tag}'`), 'digest', `'${digest}'`), 'version', `[${version.join(', ')}]`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

/** The line of the table for a flag; `name` and `off` are the spellings that the table had, where it had the flag. */
function flagLine(
  { spellings, value, variable }: DescribedFlag,
  known?: { readonly name: string; readonly off?: string },
): string {
  const long = spellings.filter((spelling) => spelling.startsWith('--'));
  const name =
    known !== undefined && spellings.includes(known.name)
      ? known.name
      : (long.find((spelling) => !spelling.startsWith('--no-')) ?? long[0] ?? spellings[0] ?? '');
  const off =
    known?.off !== undefined && spellings.includes(known.off)
      ? known.off
      : value === undefined
        ? long.find((spelling) => spelling.startsWith('--no-') && spelling !== name)
        : undefined;
  const others = spellings.filter((spelling) => spelling !== name && spelling !== off);
  const tail =
    variable === undefined && others.length === 0
      ? []
      : [variable === undefined ? 'undefined' : quoted(variable), ...others.map(quoted)];
  if (value !== undefined) return `  value(${[quoted(name), quoted(value), ...tail].join(', ')}),`;
  return off === undefined
    ? `  lone(${[quoted(name), ...tail].join(', ')}),`
    : `  toggle(${[quoted(name), quoted(off), ...tail].join(', ')}),`;
}

const entryForm = /^ {2}(lone|toggle|value)\('([^']+)'(?:, '([^']+)')?.*\),$/;

const spellingsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'(-[^']*)'/g)].map(([, spelling = '']) => spelling);

/**
 * Both halves of the flag table, with what is gone taken out, what changed rewritten, and what is new behind its
 * neighbour in the help.
 */
function flagTables(files: Files, after: EngineOffers, { flags: { added, removed, changed } }: OffersChange): Files {
  const isOf = (line: string, { spellings }: DescribedFlag): boolean =>
    entryForm.test(line) && spellingsOf(line).some((spelling) => spellings.includes(spelling));
  const order = describedIn(after);
  const tables = new Map<string, string[]>(flagFiles.map((path) => [path, (files[path] ?? '').split('\n')]));
  for (const [path, lines] of tables) {
    tables.set(
      path,
      lines.flatMap((line) => {
        if (removed.some((flag) => isOf(line, flag))) return [];
        const change = changed.find(({ from }) => isOf(line, from));
        if (change === undefined) return [line];
        const [, kind, name = '', second] = entryForm.exec(line) ?? [];
        return [flagLine(change.to, { name, off: kind === 'toggle' ? second : undefined })];
      }),
    );
  }
  for (const flag of added) {
    const before = order
      .slice(
        0,
        order.findIndex(({ spellings }) => spellings.join() === flag.spellings.join()),
      )
      .reverse();
    const place = before.flatMap((neighbour) =>
      [...tables].flatMap(([path, lines]) => {
        const index = lines.findIndex((line) => isOf(line, neighbour));
        return index < 0 ? [] : [{ path, index }];
      }),
    )[0];
    if (place === undefined)
      return refuse(
        'PinNotFound',
        flagFiles[0],
        `no line of it stands before ${flag.spellings.join(', ')} in the help`,
      );
    tables.get(place.path)?.splice(place.index + 1, 0, flagLine(flag));
  }
  return Object.fromEntries([...tables].map(([path, lines]) => [path, lines.join('\n')]));
}

/** The list of metrics, one name a line, as the formatter writes it. */
const metricsText = (names: readonly string[]): string =>
  `    names: [\n${names.map((name) => `      ${quoted(name)},`).join('\n')}\n    ],`;

const namesForm = /    names: \[\n[^\]]*\],/;

/** What a running server answers is what its closed routes state; new routes are closed. */
function closedRoutes(path: string, text: string, { routes }: OffersChange, after: EngineOffers): string {
  const answers = new Map(
    after.routes.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)] as const),
  );
  const start = text.indexOf('    closed: [');
  const end = text.indexOf('\n    ],', start);
  if (start < 0 || end < 0) return refuse('PinNotFound', path, 'it has no list of closed routes');
  const known = text
    .slice(start, end)
    .replaceAll(
      /'([A-Z]+ \/[^']*)': (\d+)/g,
      (whole, request: string) => `'${request}': ${answers.get(request) ?? whole.slice(-3)}`,
    );
  const fresh = routes.added.map((request) => {
    const [method = '', at = ''] = request.split(' ');
    return `\n      closed('${method}', '${at}', { '${request}': ${answers.get(request) ?? '0'} }),`;
  });
  return `${text.slice(0, start)}${known}${fresh.join('')}${text.slice(end)}`;
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
  const textOf = (path: string): string => files[path] ?? refuse('PinNotFound', path, 'there is no such file');
  const contract = contractFiles[engine];
  const withRoutes = closedRoutes(contract, textOf(contract), change, after);
  const pinned = images.reduce((text, pin) => withPin(text, pin, version), textOf(imagesFile));
  if (engine === 'ollama') {
    return {
      ...pins,
      [imagesFile]: pinned,
      [contract]: replaced(
        contract,
        replaced(contract, withRoutes, /build: '[^']*'/, `build: '${build}'`),
        /^\/\*\* Ollama [\d.]+:/,
        `/** Ollama ${build}:`,
      ),
    };
  }
  const metrics = [
    ...new Set([...(namesForm.exec(withRoutes)?.[0].match(/llamacpp:\w+/g) ?? []), ...change.metrics.added]),
  ].filter((name) => !change.metrics.removed.includes(name));
  const tables = flagTables(files, after, change);
  return {
    ...pins,
    [imagesFile]: pinned,
    [contract]: replaced(contract, withRoutes, namesForm, metricsText(metrics)),
    ...tables,
    [flagFiles[0]]: replaced(
      flagFiles[0],
      tables[flagFiles[0]] ?? '',
      /llamaServerBuild = '[^']*'/,
      `llamaServerBuild = '${build}'`,
    ),
  };
}
