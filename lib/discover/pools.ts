/** The nodes of a cluster as pools: grouped by what their provider says, machines of one's own by what they are. */
import { inGib, bytes } from '../core/bytes';
import { slug } from '../core/name';
import type { GpuCatalog } from '../catalog/gpu';
import type { InstanceCatalog } from '../catalog/instance';
import { gpusOf, type LiveNode } from '../inventory';
import { cloudPool, type CloudGroup } from './cloud-pool';
import { isLeftOut, isPool, taintsText, type Alike, type FoundPool, type LeftOut } from './found-pool';
import { metalPool } from './metal-pool';
import { shortName } from './pool-gpu';
import { cloudOrigin, type CloudOrigin } from './provider';

export interface Catalogs {
  readonly gpus: GpuCatalog;
  readonly instances: InstanceCatalog;
}

/** Taints of nodes that are no place for models. */
const controlPlane = /^node-role\.kubernetes\.io\/(control-plane|master|etcd)$/;

export const isControlPlane = ({ taints }: LiveNode): boolean => taints.some(({ key }) => controlPlane.test(key));

type Some<T> = readonly [T, ...T[]];

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly Some<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Names that are each given once: a second of the same gets what tells it apart, then a number. */
class PoolNames {
  private readonly taken = new Set<string>();

  take(...wishes: readonly string[]): string {
    const labels = wishes.map(slug);
    const last = labels.at(-1) ?? 'pool';
    let name = labels.find((label) => label !== '' && !this.taken.has(label));
    for (let number = 2; name === undefined; number += 1) name = this.taken.has(`${last}-${number}`) ? undefined : `${last}-${number}`;
    this.taken.add(name);
    return name;
  }
}

const gpuText = (node: LiveNode): string => {
  const gpus = gpusOf(node);
  return gpus === undefined ? '' : `${gpus.product ?? ''} ${gpus.units} ${gpus.resource}`;
};

/** Equal machines report memory that differs by a little. */
const memoryStep = 4;
const hardwareText = (node: LiveNode): string =>
  `${gpuText(node)} ${Math.round((node.allocatable['cpu'] ?? 0) / 1000)} ${Math.round(inGib(bytes(node.allocatable['memory'] ?? 0)) / memoryStep)} ${taintsText(node)}`;

interface CloudNode {
  readonly node: LiveNode;
  readonly origin: CloudOrigin;
}

const typeOf = ({ cloud, type }: CloudOrigin): string => `${cloud}/${type}`;
const machineOf = ({ provisioner, type }: CloudOrigin): string => `${provisioner} ${type}`;
const kindOf = (origin: CloudOrigin): string => `${machineOf(origin)} ${origin.capacity}`;
/** Machines of one pool and type are alike; where one is not, preflight says so. */
const originText = ({ origin }: CloudNode): string => `${kindOf(origin)} ${origin.pool}`;

function cloudGroups(nodes: readonly CloudNode[], names: PoolNames): readonly CloudGroup[] {
  const groups = grouped(nodes, originText);
  const nodesOf = ([first, ...more]: Some<CloudNode>): Alike => [first.node, ...more.map(({ node }) => node)];
  const kinds = groups.map(([{ origin }]) => kindOf(origin));
  // One that needs labels of its own would else overlap with another of the same machine that is found by its capacity.
  const isAlone = ({ origin }: CloudNode): boolean => kinds.filter((kind) => kind === kindOf(origin)).length === 1;
  const types = new Map(grouped(nodes, ({ origin }) => typeOf(origin)).map((ofType) => [typeOf(ofType[0].origin), nodesOf(ofType)]));
  return groups.map((group) => {
    const [{ origin }] = group;
    const isApart = groups.filter(([other]) => machineOf(other.origin) === machineOf(origin)).every(([other]) => isAlone(other));
    const name = names.take(origin.pool, `${origin.pool}-${origin.type}`, `${origin.pool}-${origin.type}-${origin.capacity}`);
    return { name, origin, nodes: nodesOf(group), ofType: types.get(typeOf(origin)) ?? nodesOf(group), isApart };
  });
}

function metalName([first]: Alike, names: PoolNames): string {
  const gpus = gpusOf(first);
  const cores = Math.round((first.allocatable['cpu'] ?? 0) / 1000);
  if (gpus === undefined) return names.take('cpu', `cpu-${cores}`);
  const card = shortName(gpus.product ?? 'gpu');
  return names.take(card, `${card}-${gpus.cards}x`, `${card}-${gpus.cards}x-${cores}`);
}

/** The pools of a cluster, and the nodes that belong to none. */
export function foundPools(nodes: readonly LiveNode[], catalogs: Catalogs): { readonly pools: readonly FoundPool[]; readonly leftOut: readonly LeftOut[] } {
  const names = new PoolNames();
  const [masters, workers] = [nodes.filter(isControlPlane), nodes.filter((node) => !isControlPlane(node))];
  const clouds = workers.flatMap((node) => {
    const origin = cloudOrigin(node);
    return origin === undefined ? [] : [{ node, origin }];
  });
  const own = workers.filter((node) => cloudOrigin(node) === undefined);
  const all = [
    ...cloudGroups(clouds, names).map((group) => cloudPool(group, catalogs)),
    ...grouped(own, hardwareText).map((group) => metalPool(metalName(group, names), group, catalogs.gpus)),
  ];
  return {
    pools: all.filter(isPool),
    leftOut: [...(masters.length === 0 ? [] : [{ nodes: masters, because: 'the control plane' }]), ...all.filter(isLeftOut)],
  };
}
