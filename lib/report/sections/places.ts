/** The example placement by node: what each GPU, slice or share holds, and nodes that hold the same. */
import type { Plan, ServerPlan } from '../../plan';
import type { DeviceMemory } from '../../sizing';
import { pointer, type Source } from '../html/pointer';

/** What one model puts on one device. */
export interface Load {
  readonly model: string;
  readonly memory: DeviceMemory;
  readonly at: Source;
}

/** What stands on one GPU, slice or share. */
export interface Device {
  readonly workload: string;
  readonly loads: readonly Load[];
  /** Models that its pod serves and that are not loaded at the same time as these. */
  readonly unloaded: number;
}

/** Nodes of the example that hold the same, by their numbers in the pool, with the devices of one. */
export interface Place {
  readonly nodes: readonly number[];
  readonly devices: readonly Device[];
}

/** Models that one pod keeps loaded at the same time. */
const mostLoaded = ({ workload: { settings } }: ServerPlan): number =>
  'maxLoadedModels' in settings && typeof settings.maxLoadedModels === 'number' ? settings.maxLoadedModels : Infinity;

/** The models of one pod that are shown as loaded: those that take most. */
function modelsOf(server: ServerPlan, ordinal: number): { readonly loaded: readonly string[]; readonly all: number } {
  const { workload, memory } = server;
  const own = (workload.byOrdinal?.[ordinal] ?? workload.served).map(({ key }) => key);
  const sizeOf = (key: string): number => memory[key]?.devices.reduce((sum, { total }) => sum + total, 0) ?? 0;
  const loaded = new Set([...own].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, mostLoaded(server)));
  return { loaded: own.filter((key) => loaded.has(key)), all: own.length };
}

/** A pod's devices: each model of it has a part on each. */
function devicesOf(server: ServerPlan, index: number, ordinal: number): readonly Device[] {
  const { loaded, all } = modelsOf(server, ordinal);
  return Array.from({ length: server.compute.gpus?.count ?? 0 }, (_, device) => ({
    workload: server.workload.key,
    unloaded: all - loaded.length,
    loads: loaded.flatMap((model) => {
      const memory = server.memory[model]?.devices[device];
      return memory === undefined
        ? []
        : [{ model, memory, at: pointer('servers', index, 'memory', model, 'devices', device) }];
    }),
  }));
}

/** Nodes of each pool by what they hold. Pods of a fleet whose ordinals differ are dealt out in their order. */
export function placesByPool({ servers, placement }: Plan): ReadonlyMap<string, readonly Place[]> {
  const indexes = new Map(servers.map(({ workload }, i) => [workload.name, i]));
  const ordinals = new Map<string, number>();
  const pools = new Map<string, Map<string, Place>>();
  for (const { pool, node, placed } of placement.witness) {
    const places = pools.get(pool) ?? new Map<string, Place>();
    pools.set(pool, places);
    const devices: Device[] = [];
    const keys: string[] = [];
    for (const { workload, pods } of placed) {
      const index = indexes.get(workload);
      const server = index === undefined ? undefined : servers[index];
      if (index === undefined || server === undefined) continue;
      for (let pod = 0; pod < pods; pod += 1) {
        const ordinal = server.workload.byOrdinal === undefined ? 0 : (ordinals.get(workload) ?? 0);
        ordinals.set(workload, ordinal + 1);
        keys.push(`${workload} ${ordinal}`);
        devices.push(...devicesOf(server, index, ordinal));
      }
    }
    const key = keys.join('\n');
    const known = places.get(key);
    places.set(key, { devices, nodes: [...(known?.nodes ?? []), node] });
  }
  return new Map([...pools].map(([pool, places]) => [pool, [...places.values()]]));
}
