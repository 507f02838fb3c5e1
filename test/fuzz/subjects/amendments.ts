/**
 * Amendments that put mutated manifests in place of rendered ones: each is refused clearly, or leads to valid
 * manifests.
 */
import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentInput, Manifest } from '../../../lib';
import { lastingTitle } from '../../../lib/kubernetes/draw/content';
import { title } from '../../../lib/kubernetes/read/manifest';
import { synthesise } from '../../../lib/synthesise';
import { dev } from '../../../overlays/dev';
import { local } from '../../../overlays/local';
import { mutatedOften } from '../mutate';
import { printed } from '../printed';
import { randomOf, type Random } from '../random';
import type { Subject } from '../subject';
import { verdictOf } from '../verdict';

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.getPrototypeOf(value) === Object.prototype;

/** A JSON merge patch from one object to another. */
function patchOf(before: Tree, after: Tree): Tree {
  const patch: Tree = {};
  const set = (key: string, value: unknown): void => {
    Object.defineProperty(patch, key, { value, enumerable: true, configurable: true, writable: true });
  };
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) set(key, null);
  for (const [key, value] of Object.entries(after)) {
    const was = Object.hasOwn(before, key) ? before[key] : undefined;
    if (isTree(value) && isTree(was)) {
      const inner = patchOf(was, value);
      if (Object.keys(inner).length > 0) set(key, inner);
    } else if (!isDeepStrictEqual(value, was)) set(key, value);
  }
  return patch;
}

/** The change from one object to another: operations lose entries of lists, which a merge patch keeps. */
function changeOf(before: Manifest, after: unknown, random: Random): Tree {
  if (!isTree(after) || random.oneIn(20)) return random.oneIn(2) ? { patch: after } : { jsonPatch: after };
  if (random.oneIn(2)) return { patch: patchOf(before, after) };
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return {
    jsonPatch: [
      ...gone.map((key) => ({ op: 'remove', path: `/${key}` })),
      ...Object.entries(after)
        .filter(([key, value]) => !isDeepStrictEqual(value, before[key]))
        .map(([key, value]) => ({ op: 'add', path: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, value })),
    ],
  };
}

interface Base {
  readonly environment: EnvironmentInput;
  readonly manifests: readonly Manifest[];
}

let made: readonly Base[] | undefined;
const bases = (): readonly Base[] =>
  (made ??= [local, dev].map((environment) => ({
    environment,
    manifests: synthesise(environment).charts.flatMap(({ manifests }) => manifests),
  })));

export const amendments: Subject = {
  caseOf(seed, number) {
    const random = randomOf(seed, number, 'amendments');
    const { environment, manifests } = random.pick(bases());
    const amended = Array.from({ length: random.pick([1, 1, 1, 2]) }, () => {
      const manifest = random.pick(manifests);
      const { value, steps } = mutatedOften(manifest, manifests, random);
      const change = changeOf(manifest, value, random);
      const target = random.oneIn(20) ? title(manifest) : lastingTitle(manifest);
      return { target, change, reason: 'fuzz', steps };
    });
    const input = {
      ...environment,
      amendments: amended.map(({ target, change, reason }) => ({ target, ...change, reason })),
    } as unknown as EnvironmentInput;
    return {
      steps: amended.flatMap(({ target, steps }) => steps.map((step) => `${target}: ${step}`)),
      run: () => verdictOf(input),
      print: () => `{ ...${environment.name}, amendments: ${printed(input.amendments)} }`,
    };
  },
};
