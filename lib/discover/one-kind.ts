/**
 * Nodes with several kinds of GPU units, or with slices that others use: a pool has one kind, and a node is in one pool,
 * so one kind is chosen, and the rest is left to others.
 */
import type { GpuCatalog } from '../catalog';
import { allUnitsOf, gpusOf, type LiveGpus, type LiveNode, unitsOf, unusable } from '../inventory';
import { foundGpus, isUndeclarable, productFrom } from './pool-gpu';

/** A node as a pool sees it: with one kind of GPU units. */
export interface NodeOfOneKind extends LiveNode {
  /** The node as it is, where a pool uses a part of its GPU units. @default - a pool uses all of them */
  readonly whole?: LiveNode;
}

/** Units that a pool can have: slices that others use are left to them, of whole GPUs and shares all are needed. */
function usableUnits({ free }: LiveNode, { resource, units, sharing }: LiveGpus): number {
  const left = Math.max(0, free[resource] ?? 0);
  return sharing.by === 'mig' || left >= units ? Math.min(left, units) : 0;
}

/** Memory of one unit in MiB, by its label or the catalogue; 0 where neither has it. */
function memoryOf(node: LiveNode, gpus: LiveGpus, catalog: GpuCatalog): number {
  const { sharing, memoryMib } = gpus;
  const replicas = sharing.by === 'time-slicing' || sharing.by === 'mps' ? sharing.replicas : 1;
  const known = catalog[productFrom(node, gpus, catalog) ?? ''];
  const ofProfile = known?.migProfiles.find((each) => sharing.by === 'mig' && each.profile === sharing.profile);
  return (memoryMib ?? (sharing.by === 'mig' ? ofProfile?.memoryMib : known?.memoryMib) ?? 0) / replicas;
}

function withOnly(node: LiveNode, resource: string, units: number): NodeOfOneKind {
  const others = new Set(allUnitsOf(node).map(([name]) => name));
  const reduced = (amounts: LiveNode['allocatable']) => ({
    ...Object.fromEntries(Object.entries(amounts).filter(([name]) => !others.has(name))),
    [resource]: units,
  });
  return { ...node, allocatable: reduced(node.allocatable), free: reduced(node.free), whole: node };
}

/** The node with the units that have most memory together, of those that a pool can declare. */
export function withOneKind(node: LiveNode, catalog: GpuCatalog): NodeOfOneKind {
  const kinds = unitsOf(node);
  const candidates = kinds.flatMap(([resource]) => {
    const gpus = gpusOf(node, resource);
    if (gpus === undefined || unusable(node, [], { resource }) !== undefined) return [];
    const units = usableUnits(node, gpus);
    const only = withOnly(node, resource, units);
    if (units === 0 || isUndeclarable(foundGpus(only, catalog))) return [];
    return [{ only, units, all: gpus.units, memory: units * memoryOf(node, gpus, catalog) }];
  });
  const [chosen] = candidates.toSorted((a, b) => b.memory - a.memory || b.units - a.units);
  return chosen === undefined || (kinds.length === 1 && chosen.units === chosen.all) ? node : chosen.only;
}

/** What a pool leaves of the GPU units of a node, and why. */
export function leftUnits({ whole, allocatable }: NodeOfOneKind): string | undefined {
  if (whole === undefined) return undefined;
  const left = unitsOf(whole).flatMap(([resource, count]) => {
    const used = allocatable[resource] ?? 0;
    const because = used > 0 ? 'other pods use them' : 'a node is in one pool, which has one kind of GPU units';
    return count > used ? [`${count - used} ${resource} (${because})`] : [];
  });
  return left.length === 0 ? undefined : left.sort().join(', ');
}
