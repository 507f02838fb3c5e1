/**
 * Makes a complete environment of the one that an overlay writes, or reports everything that is wrong with it; it
 * never throws.
 */
import { gpus, instances } from '../catalog';
import { childPath, type Fault, isLabel, type Path, valueText } from '../core';
import { key as keySchema, longestLists } from '../schema';
import type { PodAdditions } from '../workload';
import { defaultEngines, type Engines, type Section } from '../engines';
import { FaultList } from './fault-codes';
import type { Environment, EnvironmentInput } from './environment';
import type { NodePool } from './node-pool';
import { isReadInPlace } from './store';
import { backupName, gatewayName } from './reserved-names';
import { environmentSchema } from './schema/environment';
import { plain, type CommonParts } from './schema/plain';
import { read } from './schema/read';
import { checkObjectAdditions, checkPodAdditions } from './complete/additions';
import { Models, readCatalogs, type BuiltInCatalogs, type RightModels } from './complete/catalog';
import { readBackup } from './complete/backup';
import { readCluster } from './complete/cluster';
import { readCache } from './complete/caches';
import { readDatabase } from './complete/databases';
import { checkDemand } from './complete/demand';
import { checkDownloads } from './complete/downloads';
import { checkSourceFamilies } from './complete/families';
import { checkEngineKey, withEngineKey } from './complete/engine-key';
import { readGateway } from './complete/gateway';
import { checkDeclarations, checkScraperKeys, checkScraping, completePriorities } from './complete/declarations';
import { checkMirrors } from './complete/mirrors';
import { checkNamespaces, checkPeerNamespaces } from './complete/namespaces';
import { checkMonitoring, checkMonitoringLabels, completeMonitoring } from './complete/monitoring';
import { completeGitops } from './complete/gitops';
import { joinSupportPods } from './complete/joined';
import { selectedPools } from './complete/node-selector';
import { readServer } from './complete/server';
import { Names } from './complete/names';
import { apartByArchitecture, readPool } from './complete/pool';
import { checkPools } from './complete/pools';
import { checkTuning, tuningExemptions } from './complete/tuning';
import { checkOutside, checkPriorities } from './complete/scope';
import { completeSupportPools } from './complete/support-pools';
import { checkWithoutGateway } from './complete/without-gateway';
import type { Surroundings } from './complete/workload';

/** A complete environment, or the faults that say why there is none. */
export interface ParsedEnvironment {
  readonly environment?: Environment;
  readonly faults: readonly Fault[];
}

type Entries = Readonly<Record<string, unknown>>;

const isEntries = (input: unknown): input is Entries =>
  typeof input === 'object' && input !== null && !Array.isArray(input);
const entriesOf = (input: unknown): Entries => (isEntries(input) ? input : {});

/** A part of the environment with more entries than it may have, which is reported. */
function isTooLong(faults: FaultList, entries: Entries, most: number, place: Path): boolean {
  const { length } = Object.keys(entries);
  if (length > most)
    faults.add('OutOfRange', place, `${length} entries are out of range`, { allowed: `at most ${most} entries` });
  return length > most;
}

/** A name that can be quoted and become a name of objects; what is wrong with it is reported. */
function isName(faults: FaultList, key: string, place: Path): boolean {
  const { error } = keySchema.safeParse(key);
  if (error !== undefined)
    faults.add('BadName', place, `${valueText(key)} does not have the right form`, {
      allowed: error.issues.map(({ message }) => message),
    });
  return error === undefined;
}

/**
 * Reads each entry of a part of the environment, by key, so that no output depends on the order in an overlay. One that
 * is `undefined` counts as left out, one that is wrong becomes `undefined`; of a part that is too long, none is read.
 */
function readEach<T>(
  faults: FaultList,
  part: unknown,
  most: number,
  place: Path,
  readOne: (key: string, value: unknown, place: Path) => T | undefined,
): ReadonlyMap<string, T | undefined> {
  const entries = Object.entries(entriesOf(part)).filter(([, value]) => value !== undefined);
  if (isTooLong(faults, entriesOf(part), most, place)) return new Map(entries.map(([key]) => [key, undefined]));
  return new Map(
    entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [
        key,
        isName(faults, key, childPath(place, key)) ? readOne(key, value, childPath(place, key)) : undefined,
      ]),
  );
}

const present = <T>(entries: ReadonlyMap<string, T | undefined>): readonly T[] =>
  [...entries.values()].filter((entry) => entry !== undefined);

type Outermost = Pick<
  EnvironmentInput,
  | 'name'
  | 'delivery'
  | 'gitops'
  | 'monitoring'
  | 'supportPools'
  | 'pods'
  | 'objects'
  | 'imageMirrors'
  | 'priorities'
  | 'prerequisites'
  | 'exemptions'
  | 'amendments'
>;

/** The outermost shape, with its parts still unread; `undefined` when it is wrong, which is reported. */
function readOutermost(faults: FaultList, input: unknown, engines: Engines, place: Path) {
  const shape = read<Outermost>(environmentSchema, input, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const priorities = completePriorities(faults, shape.value.priorities, childPath(place, 'priorities'));
  const prerequisites = shape.value.prerequisites ?? [];
  const exemptions = shape.value.exemptions ?? [];
  checkDeclarations(faults, prerequisites, exemptions, place);
  const amendments = shape.value.amendments ?? [];
  const gitops = completeGitops(shape.value.gitops);
  const { name, delivery, supportPools, pods = {}, objects = {}, imageMirrors = {} } = shape.value;
  checkPodAdditions(faults, pods, [...engines.values()], childPath(place, 'pods'));
  checkObjectAdditions(faults, objects, childPath(place, 'objects'));
  checkMirrors(faults, imageMirrors, childPath(place, 'imageMirrors'));
  if (shape.value.monitoring !== undefined)
    checkMonitoringLabels(faults, shape.value.monitoring, childPath(place, 'monitoring'));
  return {
    name,
    delivery,
    gitops,
    monitoring: shape.value.monitoring && completeMonitoring(shape.value.monitoring),
    supportPools,
    pods,
    objects,
    imageMirrors,
    priorities,
    prerequisites,
    exemptions,
    amendments,
  };
}

/** The root of every path: the environment's name where it has one. */
const rootOf = ({ name }: Entries): Path => (typeof name === 'string' && isLabel(name) ? name : 'environment');

/**
 * Reads an environment. Its parts are read one by one, so that everything that is wrong is reported at once; a part
 * whose own shape is wrong causes no faults of others.
 *
 * @param place where the environment stands, the root of every path. Default: its name
 * @param builtIn the catalogues that it adds to. Default: Corral's own
 * @param engines the engines that serve. Default: those that Corral has
 */
export const parseEnvironment = (
  input: unknown,
  place?: Path,
  builtIn: BuiltInCatalogs = { gpus, instances },
  engines: Engines = defaultEngines,
): ParsedEnvironment => new EnvironmentReader(engines, builtIn).read(input, place);

/** Reads the environments of one call: what several have in common, such as a catalogue, is read once. */
export class EnvironmentReader {
  private readonly parts: CommonParts = new Map();
  private readonly models: RightModels = new Map();

  constructor(
    private readonly engines: Engines,
    private readonly builtIn: BuiltInCatalogs = { gpus, instances },
  ) {}

  /** As {@link parseEnvironment}. */
  read(input: unknown, place?: Path): ParsedEnvironment {
    const unread = new FaultList();
    const copy = plain(unread, input, place ?? 'environment', this.parts);
    const root = place ?? rootOf(entriesOf(copy.value));
    // Again where the name is known by now: it is the root of every path.
    const notPlain = unread.faults.length > 0 && root !== 'environment' ? new FaultList() : unread;
    const reported = notPlain === unread ? copy.reported : plain(notPlain, input, root).reported;
    const parsed = parsePlain(copy.value, root, this.builtIn, this.engines, this.models);
    if (reported.length === 0) return parsed;
    const isBelow = (here: Path, other: Path): boolean => here.startsWith(`${other}.`) || here.startsWith(`${other}[`);
    // The form of an object cannot be judged without the part that is reported.
    const isReported = ({ at: here, code }: Fault): boolean =>
      reported.some((each) => here === each || isBelow(here, each) || (code === 'BadFormat' && isBelow(each, here)));
    return { faults: [...notPlain.faults, ...parsed.faults.filter((fault) => !isReported(fault))] };
  }
}

/** The pools of the pods beside the engines, by name, and what is added to these pods. */
function readSupport(
  faults: FaultList,
  outermost: Pick<Outermost, 'supportPools' | 'pods'> | undefined,
  pools: ReadonlyMap<string, NodePool | undefined>,
  order: readonly string[],
  root: Path,
): readonly [names: readonly string[], pods: PodAdditions] {
  const { supportPools, pods = {} } = outermost ?? {};
  const place = childPath(root, 'supportPools');
  const { nodeSelector = {} } = pods;
  const named = completeSupportPools(faults, supportPools, pools, order, nodeSelector, place);
  const known = named.flatMap((name) => pools.get(name) ?? []);
  const selected = selectedPools(faults, known, nodeSelector, (key) =>
    childPath(root, 'pods', 'nodeSelector', ...(key === undefined ? [] : [key])),
  );
  const names = pods.nodeSelector === undefined ? named : selected.map(({ name }) => name);
  return [names, joinSupportPods(faults, pods, selected, place)];
}

/** In the order in which workloads are planned and drawn. */
const sections = ['models', 'ollama'] as const satisfies readonly Section[];

function parsePlain(
  input: unknown,
  root: Path,
  builtIn: BuiltInCatalogs,
  engines: Engines,
  right: RightModels,
): ParsedEnvironment {
  const faults = new FaultList();
  const parts = entriesOf(input);
  const outermost = readOutermost(faults, input, engines, root);
  const cluster = isEntries(parts.cluster) ? readCluster(faults, parts.cluster, childPath(root, 'cluster')) : undefined;
  const catalog = entriesOf(parts.catalog);
  const catalogs = readCatalogs(faults, builtIn, catalog, childPath(root, 'catalog'));
  const pools = apartByArchitecture(
    readEach(faults, parts.nodePools, longestLists.nodePools, childPath(root, 'nodePools'), (name, pool, here) =>
      readPool(faults, name, pool, catalogs, here),
    ),
  );
  checkPools(faults, cluster, pools, root);
  for (const { name, pods } of present(pools))
    checkPodAdditions(faults, pods, [...engines.values()], childPath(root, 'nodePools', name, 'pods'));
  const furtherParts = {
    gateway: parts.gateway !== undefined,
    nodes: present(pools).some(({ tuning }) => tuning?.daemonSet !== undefined),
  };
  if (outermost !== undefined && cluster !== undefined)
    checkNamespaces(faults, cluster, outermost, furtherParts, childPath(root, 'cluster'));
  const order = Object.keys(entriesOf(parts.nodePools));
  const { pods = {}, objects = {} } = outermost ?? {};
  const [supportPools, supportPods] = readSupport(faults, outermost, pools, order, root);
  const hasGatewayBeside = parts.gateway !== undefined && cluster?.scope === 'namespaced';
  const hasBackupBeside =
    parts.backup !== undefined &&
    cluster !== undefined &&
    (isReadInPlace(cluster.weights) || cluster.namespaces.store === cluster.namespaces.serving);
  const names = new Names(
    faults,
    (name) => (hasGatewayBeside ? gatewayName(name) : undefined) ?? (hasBackupBeside ? backupName(name) : undefined),
  );
  const ownModels = entriesOf(catalog.models);
  isTooLong(faults, ownModels, longestLists.catalogModels, childPath(root, 'catalog', 'models'));
  const models = new Models(
    faults,
    names,
    ownModels,
    childPath(root, 'catalog', 'models'),
    right,
    cluster?.weights.kind === 'existing' ? 'verify' : 'load',
  );
  const surroundings: Surroundings = { faults, cluster, pools, models, names, engines, root, pods, objects };
  const read = sections.flatMap((section) =>
    present(
      readEach(faults, parts[section], longestLists[section], childPath(root, section), (key, value, here) =>
        readServer(surroundings, section, key, value, here),
      ),
    ),
  );
  const servers = read.flat();
  const someWrong =
    read.length <
    sections.flatMap((section) => Object.values(entriesOf(parts[section])).filter((value) => value !== undefined))
      .length;
  const asWritten =
    parts.gateway === undefined
      ? undefined
      : readGateway(
          faults,
          parts.gateway,
          {
            servers,
            someWrong,
            engines,
            pools: supportPools.flatMap((name) => pools.get(name) ?? []),
            pods: supportPods,
          },
          childPath(root, 'gateway'),
        );
  const beside = { faults, names, pools, supportPools, supportPods, pods };
  const readDatabases = readEach(
    faults,
    parts.databases,
    longestLists.databases,
    childPath(root, 'databases'),
    (key, value, here) => readDatabase(beside, key, value, here),
  );
  const databases = present(readDatabases);
  const caches = present(
    readEach(faults, parts.caches, longestLists.caches, childPath(root, 'caches'), (key, value, here) =>
      readCache(beside, key, value, here),
    ),
  );
  const backup =
    parts.backup === undefined
      ? undefined
      : readBackup(
          faults,
          parts.backup,
          {
            environment: root,
            cluster,
            servers,
            databases,
            wrongDatabases: [...readDatabases].filter(([, each]) => each === undefined).map(([key]) => key),
            someWrong,
          },
          childPath(root, 'backup'),
        );
  if (cluster !== undefined)
    checkPeerNamespaces(faults, cluster, { databases, caches, backup }, furtherParts, childPath(root, 'cluster'));
  if (parts.gateway === undefined)
    for (const section of sections) checkWithoutGateway(faults, entriesOf(parts[section]), childPath(root, section));
  const [keyed, gateway] =
    cluster === undefined || asWritten === undefined ? [cluster, asWritten] : withEngineKey(cluster, asWritten);
  if (keyed !== undefined && gateway !== undefined) {
    checkEngineKey(faults, keyed, gateway, root);
    checkSourceFamilies(faults, keyed.families, gateway.expose, childPath(root, 'gateway'));
  }
  if (outermost !== undefined && keyed !== undefined) {
    checkScraping(faults, keyed, outermost, servers, root);
    // Of a gateway whose shape is wrong it is unknown whether it brings a key.
    if (parts.gateway === undefined || gateway !== undefined)
      checkScraperKeys(faults, keyed, cluster?.apiKey !== undefined, outermost.prerequisites, root);
    const { monitoring } = outermost;
    checkDemand(faults, keyed, { hasGateway: parts.gateway !== undefined, monitoring }, servers, root);
    checkMonitoring(faults, outermost.monitoring, keyed, cluster?.apiKey !== undefined, root);
  }
  if (cluster !== undefined) {
    checkPriorities(faults, cluster, parts.priorities, root);
    checkOutside(faults, cluster, present(pools), servers, root);
    checkTuning(faults, cluster, present(pools), root);
  }
  // What lies on a claim is not downloaded.
  if (cluster !== undefined && cluster.weights.kind !== 'existing') {
    checkDownloads(
      faults,
      cluster,
      servers.flatMap(({ served }) => served),
      root,
    );
  }
  if (faults.faults.length > 0 || outermost === undefined || keyed === undefined) return { faults: faults.faults };
  const { pods: _pods, monitoring, ...rest } = outermost;
  return {
    environment: {
      ...rest,
      exemptions: [...rest.exemptions, ...tuningExemptions(keyed, present(pools))],
      supportPools,
      supportPods,
      cluster: keyed,
      nodePools: Object.fromEntries(present(pools).map((pool) => [pool.name, pool])),
      engines,
      servers,
      ...(gateway === undefined ? {} : { gateway }),
      ...(monitoring === undefined ? {} : { monitoring }),
      databases,
      caches,
      ...(backup === undefined ? {} : { backup }),
      catalog: { models: models.catalog, ...catalogs },
    },
    faults: [],
  };
}
