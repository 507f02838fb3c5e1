/** How full the pools of a plan are, and what happens to their nodes. */
import type { Plan } from '../../lib';
import { foundByNames, weakened } from '../../lib/internal';
import { table, wrapped, type Layout } from '../command';
import { bar, percent, section } from './text';

const nodesText = ({ nodes }: { readonly nodes: { readonly min: number; readonly max: number } }): string =>
  nodes.min === nodes.max ? `${nodes.max}` : `${nodes.min}–${nodes.max}`;

/** Characters of a bar, and the width from which on it may be the longer one. */
const [short, usual, roomy] = [12, 20, 100] as const;

/** A line for each pool and resource: a bar of the minimum and the maximum. */
export function poolsText({ pools }: Plan, layout: Layout): string {
  const rows = pools.flatMap(({ pool, use, gpuUnits, gpuUnitsAtMinimum, gpuUnitsAtMaximum }) => {
    const machine =
      pool.instance === undefined
        ? pool.on
        : `${pool.instance.cloud}/${pool.instance.type}${pool.capacity === 'spot' ? ' spot' : ''}`;
    const shown = Object.entries(use).filter(([resource]) => resource !== 'pods');
    return shown.map(([resource, { minimum, maximum }], i) => [
      [pool.name, machine, pool.contention][i] ?? '',
      i === 0 ? nodesText(pool) : '',
      resource,
      bar(minimum, maximum, layout.width < roomy ? short : usual),
      resource === pool.gpu?.resource
        ? `${gpuUnitsAtMinimum} to ${gpuUnitsAtMaximum} of ${gpuUnits}`
        : `${percent(minimum)} to ${percent(maximum)}`,
    ]);
  });
  return section(
    'Pools: minimum █ and maximum ▒, as a part of all nodes',
    table(['pool, machine, contention', 'nodes', 'resource', '', 'minimum to maximum'], rows, layout),
    layout,
  );
}

/** GPUs of which documents are all that is known. */
export function gpusFromDocumentsText({ pools }: Plan, layout: Layout): string {
  const rows = pools.flatMap(({ pool: { name, gpu } }) =>
    gpu?.gpu.proven === undefined ? [] : [[name, gpu.gpu.product, gpu.gpu.source]],
  );
  if (rows.length === 0) return '';
  return section(
    'GPUs known from documents: nothing was run on a node with them',
    table(['pool', 'GPU', 'source of its memory'], rows, layout),
    layout,
  );
}

/** Pools of named nodes without labels: a new node replaces pods there. */
export function foundByNamesText(plan: Plan, layout: Layout): string {
  const rows = foundByNames(plan).map(({ pool, workloads, command, field }) => [
    pool,
    workloads.join(', '),
    command,
    field,
  ]);
  if (rows.length === 0) return '';
  return section(
    'Pools found by the names of their nodes: a new node replaces the pods there.\nTo avoid it, label the nodes and set the label, in all of these pools',
    table(['pool', 'pods replaced', 'command', 'field to add'], rows, layout),
    layout,
  );
}

/** Drains, spot losses and scale-ups. */
export function disruptionText({ placement: { drains, spotLosses, scaleUps } }: Plan, layout: Layout): string {
  const drained = drains.map(({ pool, nodes, verdict, outage }) => [
    pool,
    `${nodes}`,
    verdict,
    outage
      .map(({ workload, pods }) => (pods === 0 ? `${workload} may be preempted` : `${workload} up to ${pods}`))
      .join(', '),
  ]);
  const lost = spotLosses.map(({ pools, served, stopped }) => [
    pools.join(' and '),
    served.map(({ workload, replicas }) => `${workload} ${replicas}`).join(', ') || '-',
    stopped.join(', ') || '-',
  ]);
  const scaled = scaleUps.map(({ workload, verdict, fits, fitsByPreempting, displaces }) => [
    workload,
    verdict,
    `${fits}`,
    `${fitsByPreempting}`,
    displaces.join(', ') || '-',
  ]);
  return [
    section('Draining one node', table(['pool', 'nodes', 'drains', 'pods without room'], drained, layout), layout),
    lost.length === 0
      ? ''
      : section('Losing spot nodes', table(['pools', 'still served, replicas', 'without room'], lost, layout), layout),
    scaled.length === 0
      ? ''
      : section(
          'Scaling up where pools are contended',
          table(['workload', 'verdict', 'fits', 'by preempting', 'preempts'], scaled, layout),
          layout,
        ),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** Promises that hold only in part, as paragraphs. */
export function weakenedText({ environment }: Plan, layout: Layout): string {
  const lines = weakened(environment).flatMap(({ promise, holds }) => [
    `  ${promise}:`,
    ...wrapped(holds, layout.width - 4).map((line) => `    ${line}`),
  ]);
  return section('Promises that hold only in part', lines.join('\n'), layout);
}
