/** What the two arguments of `npm run diff` mean, and which environments of them are compared. */
import { existsSync, statSync } from 'node:fs';
import { planFacts, synthesiseAll, type EnvironmentInput, type Plan, type Side } from '../../lib';
import { refuse, suggest } from '../../lib/internal';
import { clusterPrefix, sideOfCluster } from './cluster';
import { sidesOfFolder } from './rendered-folder';
import { commitOf, sidesOfRevision } from './revision';

/** A side, with its whole plan where this code can read it. */
export interface PlannedSide extends Side {
  readonly plan?: Plan;
}

/** Sides by environment. */
export type Sides = ReadonlyMap<string, PlannedSide>;

/** The overlays as they are now. */
const sidesOfOverlays = (environments: readonly EnvironmentInput[]): Sides =>
  new Map(
    synthesiseAll(environments).map(({ name, charts, plan }) => [name, { name, charts, plan, facts: planFacts(plan) }]),
  );

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

function only(sides: Sides, environment: string, given: string): Sides {
  const side = sides.get(environment);
  if (side === undefined) {
    return refuse('UnknownEnvironment', given, `it has no environment '${environment}'`, {
      'did you mean': suggest(environment, sides.keys()),
      allowed: [...sides.keys()],
    });
  }
  return new Map([[environment, side]]);
}

/**
 * The sides that an argument names: the working tree (`.`), a cluster (`cluster:context`), an environment, a folder, a
 * revision (`main`, `v1:production`), in this order.
 *
 * @param source - folder of this checkout
 * @throws FaultError when it is none of them
 */
export function sidesOf(given: string, all: readonly EnvironmentInput[], source: string): Sides {
  if (given === '.') return sidesOfOverlays(all);
  if (given.startsWith(clusterPrefix)) return new Map([[given, sideOfCluster(given.slice(clusterPrefix.length))]]);
  const environment = all.filter(({ name }) => name === given);
  if (environment.length > 0) return sidesOfOverlays(environment);
  if (isFolder(given)) return sidesOfFolder(given);
  const colon = given.lastIndexOf(':');
  const [revision, wanted] = colon === -1 ? [given, undefined] : [given.slice(0, colon), given.slice(colon + 1)];
  const commit = commitOf(source, revision);
  if (commit !== undefined) {
    const sides = sidesOfRevision(source, revision, commit);
    return wanted === undefined ? sides : only(sides, wanted, given);
  }
  const names = all.map(({ name }) => name);
  return refuse('UnknownSide', given, 'there is no environment, folder or git revision of this name', {
    'did you mean': suggest(given, names),
    allowed: [...names, '.', 'a folder', 'a git revision', 'cluster:CONTEXT'],
  });
}

/** The two sides of each comparison, by environment. One that only one side has is compared with nothing. */
export function comparisons(before: Sides, after: Sides, environment?: string): readonly (readonly [Side, Side])[] {
  const [first] = before.values();
  const [second] = after.values();
  if (first !== undefined && second !== undefined && before.size === 1 && after.size === 1) return [[first, second]];
  const wanted =
    before.size === 1
      ? [...before.keys()]
      : after.size === 1
        ? [...after.keys()]
        : [...new Set([...before.keys(), ...after.keys()])].sort();
  const nothing = (name: string): Side => ({ name: `nothing (${name})`, charts: [] });
  return wanted
    .filter((name) => environment === undefined || name === environment)
    .map((name) => [before.get(name) ?? nothing(name), after.get(name) ?? nothing(name)] as const);
}
