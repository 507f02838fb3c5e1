/** GPUs as bars: what the memory of each holds, and which pod stands where in the example placement. */
import { type Bytes, bytes, counted, mib } from '../../core';
import type { PoolPlan } from '../../plan';
import { type MemoryTerm, usableOfUnit } from '../../sizing';
import type { Facts } from '../facts';
import { former } from '../former';
import { figure, name, written } from '../html/figure';
import { legend } from '../html/legend';
import { changesOf, type Entry, type Listing } from '../html/listing';
import { markup, joined, type Markup, nothing } from '../html/markup';
import { countWhere, pointer, type Source } from '../html/pointer';
import type { Section } from '../html/section';
import { type Row, table } from '../html/table';
import { bar, type BarPart } from '../svg/bar';
import { type Device, type Load, type Place, placesByPool } from './places';
import { termKind } from './terms';

const totalAt = ({ at }: Load): Source => `${at}/total`;

const termText = (load: Load, { name: term, bytes: size }: MemoryTerm, i: number): Markup =>
  markup`${term} ${figure('mib', size, `${load.at}/terms/${i}/bytes`)}`;

/** Terms as a sentence, behind the name of the model where there are several. */
const loadText = (load: Load, several: boolean): Markup =>
  markup`${several ? markup`${name(load.model)}: ` : ''}${joined(
    load.memory.terms.map((term, i) => termText(load, term, i)),
    ', ',
  )}`;

const parts = ({ loads }: Pick<Device, 'loads'>): readonly BarPart[] =>
  loads.flatMap(({ memory: { terms } }) =>
    terms.map(({ name: term, bytes: size }) => ({ kind: termKind(term), size })),
  );

const held = ({ loads }: Device): Bytes => bytes(loads.reduce((sum, { memory }) => sum + memory.total, 0));

function deviceRow(whole: Bytes, usable: Bytes, usableAt: Source, first: string, device: Device | undefined): Row {
  if (device === undefined)
    return { cells: [name(first), 'free', bar(`${first}: free`, whole, []), figure('mib', usable, usableAt), ''] };
  const total = held(device);
  const label = `${first}, ${device.workload}: ${written.mib(total)} of ${written.mib(whole)}`;
  const spare: BarPart = { kind: 'reserve', size: whole - usable };
  const free = bytes(usable - total);
  const [load] = device.loads;
  const cells = [
    name(first),
    name(device.workload),
    bar(label, whole, [...parts(device), { kind: 'empty', size: free }, spare]),
    figure('mib', free, [usableAt, ...device.loads.map(totalAt)].join(' - ')),
    markup`${joined(
      device.loads.map((load) => loadText(load, device.loads.length + device.unloaded > 1)),
      '; ',
    )}${device.unloaded === 0 ? '' : markup`; others take their place when they are asked for: ${name(counted(device.unloaded, 'model'))}`}`,
  ];
  return { cells, base: load && { at: load.at } };
}

/** Nodes that a row names; further ones are counted. */
const mostNodes = 4;

function nodesText({ pool: { nodeNames } }: PoolPlan, nodes: readonly number[]): string {
  const names = nodes.slice(0, mostNodes).map((node) => nodeNames?.[node] ?? `node ${node + 1}`);
  return names.join(', ') + (nodes.length > mostNodes ? ` and ${nodes.length - mostNodes} more` : '');
}

const unitsText = (from: number, to: number): string =>
  from === to ? `GPU ${from + 1}` : `GPUs ${from + 1} to ${to + 1}`;

interface Run {
  readonly from: number;
  readonly to: number;
  readonly device: Device | undefined;
}

/** Devices beside each other that hold the same, as one row. */
const rowsOf = (devices: readonly (Device | undefined)[]): readonly Run[] =>
  devices.reduce<readonly Run[]>((rows, device, i) => {
    const last = rows.at(-1);
    const isSame = last !== undefined && JSON.stringify(last.device) === JSON.stringify(device);
    return isSame ? [...rows.slice(0, -1), { ...last, to: i }] : [...rows, { from: i, to: i, device }];
  }, []);

/** Pools with GPUs whose tables are shown at once; where there are more, each folds. */
const fewPools = 8;

function poolTable(places: readonly Place[], pool: PoolPlan, index: number, folds: boolean): Markup {
  const { gpu } = pool.pool;
  if (gpu === undefined) return nothing;
  const whole = mib(gpu.memoryMibPerUnit);
  const usable = usableOfUnit(gpu).value;
  const usableAt = pointer('pools', index, 'gpuMemory', 'usable');
  const rows = places.flatMap(({ nodes, devices }) => {
    const place = nodesText(pool, nodes);
    return rowsOf(Array.from({ length: Math.max(gpu.unitsPerNode, devices.length) }, (_, unit) => devices[unit])).map(
      ({ from, to, device }) => deviceRow(whole, usable, usableAt, `${place}, ${unitsText(from, to)}`, device),
    );
  });
  const title = `GPUs of ${pool.pool.name}`;
  const rowsTable = table(title, ['GPU', 'workload', 'memory', { title: 'free on each', number: true }, 'terms'], rows);
  const used = places.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return markup`<h3>${name(pool.pool.name)}: ${name(gpu.gpu.product)}</h3><p>${figure('count', pool.gpuUnits, pointer('pools', index, 'gpuUnits'))} in all, with
      ${figure('mib', usable, usableAt)} of ${figure('mib', whole, pointer('pools', index, 'gpuMemory', 'total'))} each
      for models${gpu.gpu.proven === undefined ? '' : ` (the facts of this GPU are ${gpu.gpu.proven})`}. The example uses ${figure('count', used, countWhere(pointer('placement', 'witness'), 'pool', pool.pool.name))} of
      ${figure('count', pool.pool.nodes.max, pointer('pools', index, 'nodes', 'max'))} nodes.
    </p>${folds && rows.length > 0 ? markup`<details><summary>${name(title)}</summary>${rowsTable}</details>` : rowsTable}`;
}

/** What the pods of each workload take of their GPUs, wherever they stand. */
const perModel: Listing = {
  caption: 'Memory of the GPUs of each model',
  columns: ['model', 'memory', { title: 'size', number: true }, 'terms'],
  entries: ({ plan: { servers, pools } }) =>
    servers.flatMap(({ workload, memory }, index) => {
      const whole = Math.max(
        ...pools
          .filter(({ pool }) => workload.pools.includes(pool.name))
          .map(({ pool: { gpu } }) => (gpu === undefined ? 1 : mib(gpu.memoryMibPerUnit))),
        1,
      );
      return Object.entries(memory).flatMap(([model, { devices: own }]) =>
        own.map((device, i): Entry => {
          const at = pointer('servers', index, 'memory', model, 'devices', i);
          const load: Load = { model, memory: device, at };
          const label = `${workload.key}: ${model}, GPU ${i + 1}`;
          return {
            name: label,
            content: [whole, device],
            base: { at },
            cells: () => [
              bar(`${label}: ${written.mib(device.total)}`, whole, parts({ loads: [load] })),
              figure('mib', device.total, totalAt(load)),
              loadText(load, false),
            ],
          };
        }),
      );
    }),
};

const unitsOfPools: Listing = {
  caption: 'GPUs of each pool',
  columns: ['pool', 'GPU', { title: 'in all', number: true }, { title: 'usable of each', number: true }],
  entries: ({ plan: { pools } }) =>
    pools.flatMap(({ pool: { name: pool, gpu }, gpuUnits }, i): readonly Entry[] => {
      if (gpu === undefined) return [];
      const usable = usableOfUnit(gpu).value;
      return [
        {
          name: pool,
          content: [gpu.gpu.product, gpu.memoryMibPerUnit, gpuUnits],
          cells: () => [
            name(gpu.gpu.product),
            figure('count', gpuUnits, pointer('pools', i, 'gpuUnits')),
            figure('mib', usable, pointer('pools', i, 'gpuMemory', 'usable')),
          ],
        },
      ];
    }),
};

const hasGpus = ({ plan: { pools } }: Facts): boolean => pools.some(({ pool }) => pool.gpu !== undefined);

/** Memory of every GPU of the example placement. */
export function devices(facts: Facts): Section | undefined {
  if (!hasGpus(facts) && former(facts, hasGpus) !== true) return undefined;
  const { plan } = facts;
  const places = placesByPool(plan);
  const folds = plan.pools.filter(({ pool }) => pool.gpu !== undefined).length > fewPools;
  return {
    id: 'gpus',
    title: 'GPUs and what their memory holds',
    about:
      'One placement of all required pods. The scheduler may choose another one: every placement fits. Each bar is the memory of one GPU, slice or share; nodes and GPUs that hold the same share a row.',
    legend: terms,
    body: plan.pools.map((pool, i) => poolTable(places.get(pool.pool.name) ?? [], pool, i, folds)),
    changes: changesOf(facts, [unitsOfPools, perModel]),
  };
}

/** The terms in the order of a bar. */
const terms = legend([
  ['weights', 'weights'],
  ['cache', 'KV cache and states'],
  ['compute', 'compute'],
  ['context', 'context of the driver'],
  ['further', 'adapters, projector, draft'],
  ['empty', 'free'],
  ['reserve', 'kept for the driver'],
]);
