/** Reads an environment as an overlay writes it into a complete one, or tells everything that is wrong with it; it never throws. */
import { gpus } from '../catalog/gpus';
import { instances } from '../catalog/instances';
import type { Fault } from '../core/fault';
import { isLabel } from '../core/name';
import { at, type Path } from '../core/path';
import { FaultList } from './fault-codes';
import type { Environment, EnvironmentInput } from './environment';
import { environmentSchema } from './schema/environment';
import { read } from './schema/read';
import { Models, readCatalogs, type BuiltInCatalogs } from './complete/catalog';
import { readCluster } from './complete/cluster';
import { checkDeclarations, checkScraping, completePriorities } from './complete/declarations';
import { completeGitops } from './complete/gitops';
import { readModel } from './complete/llama-server';
import { Names } from './complete/names';
import { readFleet } from './complete/ollama-fleet';
import { readPool } from './complete/pool';
import { checkPools } from './complete/pools';
import type { Surroundings } from './complete/workload';

/** A complete environment, or the faults that say why there is none. */
export interface ParsedEnvironment {
  readonly environment?: Environment;
  readonly faults: readonly Fault[];
}

type Entries = Readonly<Record<string, unknown>>;

const isEntries = (input: unknown): input is Entries => typeof input === 'object' && input !== null && !Array.isArray(input);
const entriesOf = (input: unknown): Entries => (isEntries(input) ? input : {});

/**
 * Reads each entry of a part of the environment, by key, so that no output depends on the order in an overlay. One that is
 * `undefined` counts as left out, one that is wrong becomes `undefined`.
 */
const readEach = <T>(
  part: unknown, place: Path, readOne: (key: string, value: unknown, place: Path) => T | undefined,
): ReadonlyMap<string, T | undefined> =>
  new Map(
    Object.entries(entriesOf(part))
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, readOne(key, value, at(place, key))]),
  );

const present = <T>(entries: ReadonlyMap<string, T | undefined>): readonly T[] =>
  [...entries.values()].filter((entry) => entry !== undefined);

type Outermost = Pick<EnvironmentInput, 'name' | 'delivery' | 'gitops' | 'priorities' | 'prerequisites' | 'exemptions' | 'amendments'>;

/** The outermost shape, with its parts still unread; `undefined` when it is wrong, which is told. */
function readOutermost(faults: FaultList, input: unknown, place: Path) {
  const shape = read<Outermost>(environmentSchema, input, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const priorities = completePriorities(faults, shape.value.priorities, at(place, 'priorities'));
  const prerequisites = shape.value.prerequisites ?? [];
  const exemptions = shape.value.exemptions ?? [];
  checkDeclarations(faults, prerequisites, exemptions, place);
  const amendments = shape.value.amendments ?? [];
  const gitops = completeGitops(shape.value.gitops);
  return { name: shape.value.name, delivery: shape.value.delivery, gitops, priorities, prerequisites, exemptions, amendments };
}

/** The root of every path: the environment's name where it has one. */
const rootOf = ({ name }: Entries): Path => (typeof name === 'string' && isLabel(name) ? name : 'environment');

/**
 * Reads an environment. Its parts are read one by one, so that all that is wrong is told in one go; a part whose own shape is
 * wrong is not held against others.
 *
 * @param place where the environment stands, the root of every path. Default: its name
 * @param builtIn the catalogues that it adds to. Default: Corral's own
 */
export function parseEnvironment(input: unknown, place?: Path, builtIn: BuiltInCatalogs = { gpus, instances }): ParsedEnvironment {
  const faults = new FaultList();
  const parts = entriesOf(input);
  const root = place ?? rootOf(parts);
  const outermost = readOutermost(faults, input, root);
  const cluster = isEntries(parts.cluster) ? readCluster(faults, parts.cluster, at(root, 'cluster')) : undefined;
  const catalog = entriesOf(parts.catalog);
  const catalogs = readCatalogs(faults, builtIn, catalog, at(root, 'catalog'));
  const pools = readEach(parts.nodePools, at(root, 'nodePools'), (name, pool, here) => readPool(faults, name, pool, catalogs, here));
  checkPools(faults, cluster, pools, root);
  const names = new Names(faults);
  const models = new Models(faults, names, entriesOf(catalog.models), at(root, 'catalog', 'models'));
  const surroundings: Surroundings = { faults, cluster, pools, models, names };
  const servers = readEach(parts.models, at(root, 'models'), (key, value, here) => readModel(surroundings, key, value, here));
  const fleets = readEach(parts.ollama, at(root, 'ollama'), (key, value, here) => readFleet(surroundings, key, value, here));
  if (outermost !== undefined && cluster !== undefined) checkScraping(faults, cluster, outermost.prerequisites, present(servers), root);
  if (faults.faults.length > 0 || outermost === undefined || cluster === undefined) return { faults: faults.faults };
  return {
    environment: {
      ...outermost,
      cluster,
      nodePools: Object.fromEntries(present(pools).map((pool) => [pool.name, pool])),
      models: present(servers),
      ollama: present(fleets),
      catalog: { models: models.catalog, ...catalogs },
    },
    faults: [],
  };
}
