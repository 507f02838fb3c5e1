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

type ByName = ReadonlyMap<string, PlannedSide>;

/** What an argument names. */
export interface Named {
  /** By environment. */
  readonly sides: ByName;
  /** Whether it names one side by itself: that is compared also with a side of another name. */
  readonly isOne: boolean;
}

const one = (sides: ByName): Named => ({ sides, isOne: true });
const several = (sides: ByName): Named => ({ sides, isOne: false });

/** The overlays as they are now. */
const sidesOfOverlays = (environments: readonly EnvironmentInput[]): ByName =>
  new Map(
    synthesiseAll(environments).map(({ name, charts, plan }) => [name, { name, charts, plan, facts: planFacts(plan) }]),
  );

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

function only(sides: ByName, environment: string, given: string): ByName {
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
export function sidesOf(given: string, all: readonly EnvironmentInput[], source: string): Named {
  if (given === '.') return several(sidesOfOverlays(all));
  if (given.startsWith(clusterPrefix)) return one(new Map([[given, sideOfCluster(given.slice(clusterPrefix.length))]]));
  const environment = all.filter(({ name }) => name === given);
  if (environment.length > 0) return one(sidesOfOverlays(environment));
  if (isFolder(given)) {
    const sides = sidesOfFolder(given);
    return { sides, isOne: sides.size === 1 };
  }
  const colon = given.lastIndexOf(':');
  const [revision, wanted] = colon === -1 ? [given, undefined] : [given.slice(0, colon), given.slice(colon + 1)];
  const commit = commitOf(source, revision);
  if (commit !== undefined) {
    const sides = sidesOfRevision(source, revision, commit);
    return wanted === undefined ? several(sides) : one(only(sides, wanted, given));
  }
  const names = all.map(({ name }) => name);
  return refuse('UnknownSide', given, 'there is no environment, folder or git revision of this name', {
    'did you mean': suggest(given, names),
    allowed: [...names, '.', 'a folder', 'a git revision', 'cluster:CONTEXT'],
  });
}

const nothing = (name: string): PlannedSide => ({ name: `nothing (${name})`, charts: [] });

/** The side to which an environment is compared: that of its name, or the one that is named; else nothing. */
export function sideFor({ sides, isOne }: Named, environment: string): PlannedSide {
  const [first] = isOne ? sides.values() : [];
  return sides.get(environment) ?? first ?? nothing(environment);
}

/** The two sides of each comparison, by environment. One that only one side has is compared with nothing. */
export function comparisons(before: Named, after: Named, environment?: string): readonly (readonly [Side, Side])[] {
  const [first] = before.sides.values();
  const [second] = after.sides.values();
  if (first !== undefined && second !== undefined && before.isOne && after.isOne) return [[first, second]];
  const [named] = [before, after].filter(({ isOne }) => isOne);
  const wanted = named?.sides.keys() ?? [...new Set([...before.sides.keys(), ...after.sides.keys()])].sort();
  return [...wanted]
    .filter((name) => environment === undefined || name === environment)
    .map((name) => [before.sides.get(name) ?? nothing(name), after.sides.get(name) ?? nothing(name)] as const);
}
