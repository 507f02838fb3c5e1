/** A database of an overlay → a database with every default filled in. */
import { type Bytes, childPath, gib, mib, mibText, type Path, slug, suggest } from '../../core';
import { type PodAdditions, postgresBuffers, postgresSession } from '../../workload';
import type { Database, DatabaseInput } from '../database';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import { databaseSchema } from '../schema/database';
import { read } from '../schema/read';
import { joinSupportPods } from './joined';
import { refuseTwice } from './lists';
import type { Names } from './names';
import { selectedPools } from './node-selector';

/** What a database or a cache is checked against. */
export interface BesideData {
  readonly faults: FaultList;
  readonly names: Names;
  readonly pools: ReadonlyMap<string, NodePool | undefined>;
  readonly supportPools: readonly string[];
  /** What the environment adds to every pod. */
  readonly pods: PodAdditions;
  /** The same, with what the pools of `supportPools` add. */
  readonly supportPods: PodAdditions;
}

/** The pools of its pod, and what is added to it. */
export function placeOf(
  { faults, pools, supportPools, supportPods, pods }: BesideData,
  named: readonly string[] | undefined,
  place: Path,
): Pick<Database, 'pools' | 'pods'> {
  if (named === undefined) return { pools: supportPools, pods: supportPods };
  refuseTwice(faults, named, place, (name) => `pool '${name}'`);
  named.forEach((name, index) => {
    if (!pools.has(name))
      faults.add('UnknownPool', childPath(place, index), `there is no pool '${name}'`, {
        'did you mean': suggest(name, pools.keys()),
        allowed: [...pools.keys()],
      });
  });
  const known = named.flatMap((name) => pools.get(name) ?? []);
  const selected = selectedPools(faults, known, pods.nodeSelector ?? {}, () => place);
  return { pools: selected.map(({ name }) => name), pods: joinSupportPods(faults, pods, selected, place) };
}

/** What the buffers leave of the memory must hold all sessions. */
function checkSessions(faults: FaultList, maxConnections: number, memory: Bytes, place: Path): void {
  const left = memory - postgresBuffers(memory);
  const most = Math.floor(left / postgresSession);
  if (maxConnections <= most) return;
  faults.add(
    'DatabaseMemory',
    childPath(place, 'maxConnections'),
    `${maxConnections} sessions need at least ${mibText(postgresSession)} MiB each, and of ${mibText(memory)} MiB of memory the buffers leave ${Math.floor(left / mib(1))} MiB`,
    {
      fix: [`maxConnections ${most} or less`, `memory mib(${Math.ceil((maxConnections * 4) / 3)}) or more`],
    },
  );
}

/** The database, complete; `undefined` when its shape is wrong, which is reported. */
export function readDatabase(beside: BesideData, key: string, value: unknown, place: Path): Database | undefined {
  const { faults, names } = beside;
  const shape = read<DatabaseInput>(databaseSchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const { clients = [], databases, pools, ...given } = shape.value;
  const { version = 17, tls = 'none', maxConnections = 100, cpu = 0.5, memory = gib(1), priority = 'critical' } = given;
  const name = slug(`database-${key}`);
  checkSessions(faults, maxConnections, memory, place);
  names.take(name, place);
  refuseTwice(faults, clients, childPath(place, 'clients'), (peer) => JSON.stringify(peer));
  return {
    ...given,
    version,
    tls,
    maxConnections,
    cpu,
    memory,
    priority,
    key,
    name,
    clients,
    databases: Object.fromEntries(
      Object.entries(databases)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([database, { owner = database }]) => [database, { owner }]),
    ),
    ...placeOf(beside, pools, childPath(place, 'pools')),
  };
}
