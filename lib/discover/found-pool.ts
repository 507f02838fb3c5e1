/** Nodes that are alike, as a pool of an overlay. */
import { cores } from '../core';
import { usualDaemons } from '../environment';
import type { LiveNode } from '../inventory';
import type { NodeOfOneKind } from './one-kind';
import { coresUp, sizeUp } from './sizes';
import { fields, type Fields, type Value } from './source';

/** Nodes that are alike: at least one. */
export type Alike = readonly [NodeOfOneKind, ...NodeOfOneKind[]];

export interface FoundPool {
  readonly name: string;
  readonly nodes: readonly LiveNode[];
  readonly value: Fields;
  readonly capacity: 'on-demand' | 'spot';
  /** Units of GPUs that one node offers. */
  readonly gpus: number;
  readonly gpuAddition?: readonly [product: string, entry: Fields];
  readonly instanceAddition?: readonly [key: string, entry: Fields];
}

/** Nodes that no pool can be made of, and why. */
export interface LeftOut {
  readonly nodes: readonly LiveNode[];
  readonly because: string;
}

export const isLeftOut = (found: FoundPool | LeftOut): found is LeftOut => 'because' in found;
export const isPool = (found: FoundPool | LeftOut): found is FoundPool => !isLeftOut(found);

/** Least of a resource that any of the nodes offers to all pods. */
export const least = (nodes: readonly LiveNode[], resource: string): number =>
  Math.min(...nodes.map(({ allocatable }) => allocatable[resource] ?? 0));
export const leastFree = (nodes: readonly LiveNode[], resource: string): number =>
  Math.min(...nodes.map(({ free }) => free[resource] ?? 0));

/** What an overlay takes for granted. */
const usual = { millicores: cores(usualDaemons.cpu), memory: usualDaemons.memory };

/**
 * What pods of others take on the fullest node, with what a node has less than is declared; absent where it is no more
 * than usual.
 */
export function daemonsOf(
  nodes: readonly LiveNode[],
  declared: { readonly millicores: number; readonly memory: number },
): Fields | undefined {
  const millicores = Math.max(0, declared.millicores - leastFree(nodes, 'cpu'));
  const memory = Math.max(0, declared.memory - leastFree(nodes, 'memory'));
  if (millicores <= usual.millicores && memory <= usual.memory) return undefined;
  return fields({
    cpu: coresUp(Math.max(millicores, usual.millicores)),
    memory: sizeUp(Math.max(memory, usual.memory)),
  });
}

export const taintsOf = (taints: LiveNode['taints']): readonly Value[] | undefined =>
  taints.length === 0
    ? undefined
    : taints.map(({ key, value, effect }) => fields({ key, value: value === '' ? undefined : value, effect }));

/** What makes taints the same, whatever their order. */
export const taintsText = ({ taints }: LiveNode): string =>
  taints
    .map(({ key, value = '', effect }) => `${key}=${value}:${effect}`)
    .sort()
    .join();

/** Printed where a bandwidth is needed that no API reports. */
export const diskComment =
  'Fill in: read speed of the disk in bytes per second (fio --rw=read); loading times are computed from it';
/** A small volume of a cloud: slower than most. */
export const slowDisk = 'mib(125)';
