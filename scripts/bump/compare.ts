/** What differs between two builds of an engine, by what each offers. */
import { flagsIn, variablesIn, type DescribedFlag, type EngineOffers } from './offers';

/** A flag before and after. */
export interface ChangedFlag {
  readonly from: DescribedFlag;
  readonly to: DescribedFlag;
}

/** Everything that is new, gone or different. */
export interface OffersChange {
  readonly flags: {
    readonly added: readonly DescribedFlag[];
    readonly removed: readonly DescribedFlag[];
    readonly changed: readonly ChangedFlag[];
  };
  readonly metrics: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Requests, and for a changed one both answers: `POST /api/pull 400 → 403`. */
  readonly routes: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
}

/** Flags of llama-server, variables of Ollama. */
export const describedIn = ({ engine, help }: EngineOffers): readonly DescribedFlag[] =>
  engine === 'llama-server' ? flagsIn(help) : variablesIn(help);

const sharesSpelling =
  (a: DescribedFlag) =>
  (b: DescribedFlag): boolean =>
    a.spellings.some((spelling) => b.spellings.includes(spelling));
const without = <T>(list: readonly T[], other: readonly T[]): readonly T[] =>
  list.filter((item) => !other.includes(item));

/** `POST /api/pull`, and `400`. */
function requestOf(line: string): { readonly request: string; readonly answer: string } {
  const at = line.lastIndexOf(' ');
  return { request: line.slice(0, at), answer: line.slice(at + 1) };
}

/** What the server has no route for. */
const absent = ['404', '0'];

function routeChanges(before: readonly string[], after: readonly string[]): OffersChange['routes'] {
  const answersOf = (lines: readonly string[]) =>
    new Map(lines.map(requestOf).map(({ request, answer }) => [request, answer] as const));
  const [old, now] = [answersOf(before), answersOf(after)];
  const has = (answers: ReadonlyMap<string, string>, request: string): boolean =>
    !absent.includes(answers.get(request) ?? '404');
  const requests = [...new Set([...old.keys(), ...now.keys()])].sort();
  return {
    added: requests.filter((request) => has(now, request) && !has(old, request)),
    removed: requests.filter((request) => has(old, request) && !has(now, request)),
    changed: requests
      .filter((request) => has(old, request) && has(now, request) && old.get(request) !== now.get(request))
      .map((request) => `${request} ${old.get(request)} → ${now.get(request)}`),
  };
}

/** Compares two builds. */
export function changesOf(before: EngineOffers, after: EngineOffers): OffersChange {
  const [old, now] = [describedIn(before), describedIn(after)];
  return {
    flags: {
      added: now.filter((flag) => !old.some(sharesSpelling(flag))),
      removed: old.filter((flag) => !now.some(sharesSpelling(flag))),
      changed: old.flatMap((from) => {
        const to = now.find(sharesSpelling(from));
        return to === undefined || JSON.stringify(to) === JSON.stringify(from) ? [] : [{ from, to }];
      }),
    },
    metrics: { added: without(after.metrics, before.metrics), removed: without(before.metrics, after.metrics) },
    routes: routeChanges(before.routes, after.routes),
  };
}
