/** How full the pools of a plan are, and what happens to their nodes. */
import { foundByNames, type Plan } from '../../lib';
import { bar, percent, section, table } from './text';

const nodesText = ({ nodes }: { readonly nodes: { readonly min: number; readonly max: number } }): string =>
  (nodes.min === nodes.max ? `${nodes.max}` : `${nodes.min}–${nodes.max}`);

/** A line for each pool and resource: a bar of what must run and what may. */
export function poolsText({ pools }: Plan): string {
  const rows = pools.flatMap(({ pool, use, gpuUnits, gpuUnitsAtMinimum, gpuUnitsAtMaximum }) => {
    const machine = pool.instance === undefined ? pool.on : `${pool.instance.cloud}/${pool.instance.type}${pool.capacity === 'spot' ? ' spot' : ''}`;
    const shown = Object.entries(use).filter(([resource]) => resource !== 'pods');
    return shown.map(([resource, { minimum, maximum }], i) => [
      i === 0 ? pool.name : '', i === 0 ? machine : '', i === 0 ? nodesText(pool) : '', i === 0 ? pool.contention : '', resource, bar(minimum, maximum),
      resource === pool.gpu?.resource ? `${gpuUnitsAtMinimum} to ${gpuUnitsAtMaximum} of ${gpuUnits}` : `${percent(minimum)} to ${percent(maximum)}`,
    ]);
  });
  return section('Pools: what must run █, what may run ▒, of all nodes', table(['pool', 'machine', 'nodes', 'contention', 'resource', '', 'minimum to maximum'], rows));
}

/** Pools of named nodes without labels: a new node replaces pods there. */
export function foundByNamesText({ environment }: Plan): string {
  const rows = foundByNames(environment).map(({ pool, workloads, command, field }) => [pool, workloads.join(', '), command, field]);
  if (rows.length === 0) return '';
  return section('Pools found by the names of their nodes: a new node replaces the pods there. To avoid it, label the nodes and set the label, in all of these pools',
    table(['pool', 'pods replaced', 'command', 'field to add'], rows));
}

/** Drains, spot losses and scale-ups. */
export function disruptionText({ placement: { drains, spotLosses, scaleUps } }: Plan): string {
  const drained = drains.map(({ pool, nodes, verdict, outage }) => [pool, `${nodes}`, verdict,
    outage.map(({ workload, pods }) => (pods === 0 ? `${workload} may be pushed out` : `${workload} up to ${pods}`)).join(', ')]);
  const lost = spotLosses.map(({ pools, served, stopped }) => [
    pools.join(' and '),
    served.map(({ workload, replicas }) => `${workload} ${replicas}`).join(', ') || '-',
    stopped.join(', ') || '-',
  ]);
  const scaled = scaleUps.map(({ workload, verdict, fits, fitsByPreempting, displaces }) => [workload, verdict, `${fits}`, `${fitsByPreempting}`, displaces.join(', ') || '-']);
  return [
    section('Draining one node', table(['pool', 'nodes', 'drains', 'pods without room'], drained)),
    lost.length === 0 ? '' : section('Losing spot nodes', table(['pools', 'still served, replicas', 'without room'], lost)),
    scaled.length === 0 ? '' : section('Scaling up where pools are contended', table(['workload', 'verdict', 'fits', 'by preempting', 'displaces'], scaled)),
  ].filter((text) => text !== '').join('\n');
}
