/** What llama-servers and fleets have in common: pools, GPUs, cores, priority, and the limits that a model sets. */
import { childPath, own, type Path, suggest } from '../../core';
import { findModel, isFault, isWholeGpu, type Model, vendorOfResource, vendorOrNvidia } from '../../catalog';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import type { Engine, Engines } from '../../engines';
import type { ObjectAdditions, PodAdditions, Priority, WorkloadInput } from '../../workload';
import type { Models } from './catalog';
import { refuseTwice } from './lists';
import { joinObjects, joinPods } from './joined';
import type { Names } from './names';
import { selectedPools } from './node-selector';
import { whyEngineNotOn } from './suited';

/** What workloads are checked against. An invalid cluster or pool is `undefined`: its own fault causes no others. */
export interface Surroundings {
  readonly faults: FaultList;
  readonly cluster: Cluster | undefined;
  readonly pools: ReadonlyMap<string, NodePool | undefined>;
  readonly models: Models;
  readonly names: Names;
  readonly engines: Engines;
  /** The environment, the root of its paths. */
  readonly root: Path;
  /** What the environment adds to all of them. */
  readonly pods: PodAdditions;
  readonly objects: ObjectAdditions;
}

/** Cores for each GPU: one feeds it, one serves requests. */
export const coresPerGpu = 2;

/** Priorities of models whose users wait for answers, which a reclaimed spot pool would take away whole. */
const awaited: readonly Priority[] = ['critical', 'interactive'];

/** A pool that a workload may run on, and its place in the list. */
type Target = readonly [NodePool, Path];

/** The pools that exist and are right, each with its place in the list. */
function poolsOf({ faults, pools }: Surroundings, names: readonly string[], place: Path): readonly Target[] {
  refuseTwice(faults, names, childPath(place, 'pools'), (name) => `pool '${name}'`);
  return [...new Set(names)].flatMap((name) => {
    const here = childPath(place, 'pools', names.indexOf(name));
    const pool = pools.get(name);
    if (pool !== undefined) return [[pool, here] as const];
    if (!pools.has(name)) {
      faults.add('UnknownPool', here, `there is no pool '${name}'`, {
        'did you mean': suggest(name, pools.keys()),
        allowed: [...pools.keys()],
      });
    }
    return [];
  });
}

/** How pools get one name of their GPUs: shared ones and whole ones never have the same, nor have those of two vendors. */
function sameNameFix(resources: readonly string[]): string {
  if (new Set(resources.map(vendorOfResource)).size > 1) return 'name pools with GPUs of one vendor';
  return resources.every((resource) => isWholeGpu(vendorOrNvidia(resource), resource))
    ? 'name pools whose nodes offer whole GPUs by one name'
    : 'name pools whose GPUs are shared alike';
}

function checkGpus(faults: FaultList, gpus: number, pools: readonly Target[], place: Path): void {
  const resources = new Map<string, string>();
  for (const [{ name, gpu }, here] of pools) {
    if (gpu === undefined) {
      faults.add('GpusOnCpuPool', here, `pool '${name}' has no GPUs, and each pod wants ${gpus}`, {
        fix: ['name pools with GPUs only', 'gpus 0'],
      });
      continue;
    }
    if (!resources.has(gpu.resource)) resources.set(gpu.resource, name);
    if (gpu.sharing.by !== 'none' && gpus > 1) {
      const why = gpu.sharing.by === 'mig' ? 'a process sees one slice only' : 'two shares may be of one card';
      faults.add(
        'OneSharePerPod',
        childPath(place, 'gpus'),
        `each pod wants ${gpus}, and pool '${name}' is shared by ${gpu.sharing.by}: ${why}`,
        {
          fix: ['gpus 1', 'a pool of whole GPUs'],
        },
      );
    } else if (gpus > gpu.unitsPerNode) {
      faults.add(
        'TooManyGpus',
        childPath(place, 'gpus'),
        `each pod wants ${gpus}, and a node of pool '${name}' has ${gpu.unitsPerNode}`,
        {
          allowed: `up to ${gpu.unitsPerNode}`,
        },
      );
    }
  }
  if (resources.size > 1) {
    const named = [...resources].map(([resource, pool]) => `${resource} on '${pool}'`).join(', ');
    faults.add(
      'GpuResourcesDiffer',
      childPath(place, 'pools'),
      `a pod asks for GPUs by one name, and these pools have several: ${named}`,
      {
        fix: sameNameFix([...resources.keys()]),
      },
    );
  }
}

/** Refuses an engine that does not run on the GPUs of a pool. */
function checkEngine(faults: FaultList, engine: Engine, gpus: number, pools: readonly Target[]): void {
  for (const [pool, here] of pools) {
    const because = whyEngineNotOn(engine, gpus, pool);
    if (because !== undefined)
      faults.add('EngineWithoutGpus', here, `${because}; pool '${pool.name}' has ${pool.gpu?.gpu.product ?? ''}`, {
        fix: ['another pool', 'a model on llama-server', 'gpus 0, on a pool of CPUs'],
      });
  }
}

function checkSpot(faults: FaultList, priority: Priority, pools: readonly Target[], listed: number, place: Path): void {
  const allSpot = pools.length > 0 && pools.length === listed && pools.every(([pool]) => pool.capacity === 'spot');
  if (!allSpot || !awaited.includes(priority)) return;
  faults.add(
    'SpotOnly',
    childPath(place, 'pools'),
    `priority is '${priority}' and every pool is spot, which can be lost all at once`,
    {
      fix: ['add an on-demand pool at the end', "priority 'standard'"],
    },
  );
}

/** What a complete workload takes over, and the pools it may run on, as far as they are right. */
export interface CommonPart {
  readonly common: {
    readonly pools: readonly string[];
    readonly gpus: number;
    readonly cpu: number;
    readonly priority: Priority;
    readonly pods: PodAdditions;
    readonly objects: ObjectAdditions;
  };
  readonly targets: readonly Target[];
}

export function commonPart(surroundings: Surroundings, engine: Engine, input: WorkloadInput, place: Path): CommonPart {
  const { faults } = surroundings;
  const named = poolsOf(surroundings, input.pools, place);
  const pools = named.map(([pool]) => pool);
  const pods = joinPods(faults, surroundings.pods, pools, input.pods ?? {}, place);
  const selected = selectedPools(faults, pools, pods.nodeSelector ?? {}, (key) =>
    key !== undefined && own(input.pods?.nodeSelector, key) === undefined
      ? childPath(surroundings.root, 'pods', 'nodeSelector', key)
      : childPath(place, 'pods', 'nodeSelector', ...(key === undefined ? [] : [key])),
  );
  const targets = named.filter(([pool]) => selected.includes(pool));
  const leftOut = named.length - targets.length;
  const gpus = input.gpus ?? 0;
  const priority = input.priority ?? 'standard';
  checkEngine(faults, engine, gpus, targets);
  if (gpus > 0) checkGpus(faults, gpus, targets, place);
  else if (input.cpu === undefined) {
    faults.add(
      'CpuMissing',
      childPath(place, 'cpu'),
      'a workload without GPUs must say how many cores each pod wants',
      {
        fix: ['cpu 8', 'gpus 1'],
      },
    );
  }
  checkSpot(faults, priority, targets, input.pools.length - leftOut, place);
  return {
    common: {
      pools: pods.nodeSelector === undefined ? input.pools : selected.map(({ name }) => name),
      gpus,
      cpu: input.cpu ?? coresPerGpu * gpus,
      priority,
      pods,
      objects: joinObjects(surroundings.objects, input.objects ?? {}),
    },
    targets,
  };
}

/** The engines refuse answers longer than the context; an answer as long as the context leaves nothing to answer. */
export function checkPrompt(
  faults: FaultList,
  { contextLength, maxOutputLength }: { readonly contextLength: number; readonly maxOutputLength: number },
  place: Path,
): void {
  if (maxOutputLength !== contextLength) return;
  faults.add(
    'OutputBeyondContext',
    childPath(place, 'maxOutputLength'),
    `${maxOutputLength} tokens of output leave no room for a prompt in a context of ${contextLength}`,
    {
      fix: [`maxOutputLength below ${contextLength}`, `contextLength above ${maxOutputLength}`],
    },
  );
}

/** The model behind a key, `undefined` when there is none or its facts are wrong, which is reported. */
export function modelOf({ faults, models }: Surroundings, key: string, place: Path): Model | undefined {
  if (models.has(key)) return models.get(key);
  const found = findModel(models.catalog, key, place);
  if (isFault(found)) faults.take([found]);
  return undefined;
}
