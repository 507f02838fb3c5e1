/** What nodes leave to the pods of an environment, beside what its plan counts on; GPUs are looked at apart. */
import { bytes, ceilMib, cores, inGib, inMib } from '../core';
import { usualDaemons } from '../environment';
import { amountText, nodeAmounts } from '../plan';
import type { LiveNode } from '../inventory';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { listed } from './node-list';

const resources = ['cpu', 'memory', 'ephemeral-storage', 'pods'] as const;
type Resource = (typeof resources)[number];

/** The kubelet's limit of pods is no sum that pods ask for. */
const offered = (node: LiveNode, resource: Resource): number =>
  (resource === 'pods' ? node.allocatable : node.free)[resource] ?? 0;
const taken = (node: LiveNode, resource: Resource): number =>
  (node.allocatable[resource] ?? 0) - offered(node, resource);

/** `gib(382)`, `mib(391070)`: at most what is there. */
const sizeText = (size: number): string =>
  Number.isInteger(inGib(bytes(size))) ? `gib(${inGib(bytes(size))})` : `mib(${Math.floor(inMib(bytes(size)))})`;

/** Cores in tenths, which people write. */
const coresDown = (millicores: number): number => Math.floor(millicores / 100) / 10;
const coresUp = (millicores: number): number => Math.ceil(millicores / 100) / 10;

function daemonsText({ pool }: LivePool, nodes: readonly LiveNode[]): string {
  const of = (resource: 'cpu' | 'memory', whole: (node: LiveNode) => number): number =>
    Math.max(...nodes.map((node) => whole(node) - (node.free[resource] ?? 0)));
  const { instance } = pool;
  const cpu = of('cpu', ({ allocatable }) => instance?.allocatable.millicores ?? allocatable['cpu'] ?? 0);
  const memory = of('memory', ({ allocatable }) =>
    instance === undefined ? (allocatable['memory'] ?? 0) : instance.allocatable.memoryMib * 1024 ** 2,
  );
  return `daemons: { cpu: ${coresUp(Math.max(cores(usualDaemons.cpu), cpu))}, memory: mib(${inMib(ceilMib(bytes(Math.max(usualDaemons.memory, memory))))}) }`;
}

function fixes(live: LivePool, resource: Resource, nodes: readonly LiveNode[]): readonly string[] {
  const least = Math.min(...nodes.map(({ allocatable }) => allocatable[resource] ?? 0));
  const { on } = live.pool;
  const moved = nodes.some((node) => taken(node, resource) > 0) ? ['move other pods to other nodes'] : [];
  if (resource === 'pods') return ['raise maxPods of the kubelet'];
  if (resource === 'ephemeral-storage') {
    const free = Math.min(...nodes.map((node) => offered(node, resource)));
    return [
      on === 'metal' ? `hardware: { ephemeralStorage: ${sizeText(free)} }` : `ephemeralStorage: ${sizeText(free)}`,
      ...moved,
    ];
  }
  if (on === 'cloud') return [daemonsText(live, nodes), ...moved];
  const hardware = resource === 'cpu' ? `cpu: ${coresDown(least)}` : `memory: ${sizeText(least)}`;
  return [`hardware: { ${hardware} } with ${daemonsText(live, nodes)}`, ...moved];
}

export function roomDifferences(live: LivePool): readonly Difference[] {
  const declared = nodeAmounts(live.pool);
  return resources.flatMap((resource) => {
    const wanted = declared[resource] ?? 0;
    const short = live.nodes.filter((node) => offered(node, resource) < wanted);
    if (short.length === 0) return [];
    const found = listed(
      short.map((node) => {
        const others = taken(node, resource);
        const beside =
          others > 0
            ? ` (${amountText(resource, node.allocatable[resource] ?? 0)} minus ${amountText(resource, others)} of other pods)`
            : '';
        return `${amountText(resource, offered(node, resource))} on ${node.name}${beside}`;
      }),
    );
    return [
      difference(
        'RoomMissing',
        live.at,
        `${amountText(resource, wanted)} for its pods on each node`,
        found,
        ...fixes(live, resource, short),
      ),
    ];
  });
}
