/** What happens when a node goes: drained, or taken by the provider. */
import type { Facts } from '../facts';
import { figure, name, sentence } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import { markup, joined, type Markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { axisOf, timeline } from '../svg/timeline';
import { drainLanes, stepLegend } from './lanes';

const number = (title: string) => ({ title, number: true });

const nodeDrains: Listing = {
  caption: 'Draining one node',
  columns: ['pool', number('nodes'), 'names', 'drain', 'pods without room until the node is back'],
  entries: ({ plan: { environment, placement } }) =>
    placement.drains.map(({ pool, nodes, verdict, outage }, i) => {
      const names = (environment.nodePools[pool]?.nodeNames ?? []).join(', ');
      const at = (...keys: readonly (string | number)[]) => pointer('placement', 'drains', i, ...keys);
      return {
        name: pool,
        content: [pool, nodes, names, verdict, outage],
        cells: () => [
          figure('count', nodes, at('nodes')),
          name(names),
          verdict === 'outage' ? 'with an outage' : 'without an outage',
          joined(
            outage.map(({ workload, pods }, j): Markup =>
              pods === 0
                ? markup`${name(workload)} may be preempted`
                : markup`${name(workload)} up to ${figure('count', pods, at('outage', j, 'pods'))}`,
            ),
            ', ',
          ),
        ],
      };
    }),
};

const spotLosses: Listing = {
  caption: 'Losing all spot nodes of some pools at once',
  columns: ['pools', 'still served, with replicas', 'without room'],
  entries: ({ plan: { placement } }) =>
    placement.spotLosses.map(({ pools, served, stopped }, i) => ({
      name: pools.join(' and '),
      content: [served, stopped],
      cells: () => [
        joined(
          served.map(
            ({ workload, replicas }, j) =>
              markup`${name(workload)} ${figure('count', replicas, pointer('placement', 'spotLosses', i, 'served', j, 'replicas'))}`,
          ),
          ', ',
        ),
        name(stopped.join(', ') || 'none'),
      ],
    })),
};

const scaleUps: Listing = {
  caption: 'Scaling up where pools are contended',
  columns: ['workload', 'verdict', number('always fit'), number('fit by preempting'), 'preempts'],
  entries: ({ plan: { placement } }) =>
    placement.scaleUps.map(({ workload, verdict, fits, fitsByPreempting, displaces }, i) => ({
      name: workload,
      content: [verdict, fits, fitsByPreempting, displaces],
      cells: () => [
        verdict,
        figure('count', fits, pointer('placement', 'scaleUps', i, 'fits')),
        figure('count', fitsByPreempting, pointer('placement', 'scaleUps', i, 'fitsByPreempting')),
        name(displaces.join(', ') || 'none'),
      ],
    })),
};

const evictions: Listing = {
  caption: 'Pods that a drain takes at a time',
  columns: ['workload', number('pods'), 'one eviction', 'because'],
  entries: ({ plan: { servers } }, beside) => {
    const end = axisOf([...servers, ...(beside?.plan.servers ?? [])].map(drainLanes));
    return servers.map((server, i) => {
      const { workload, budgets, replacement } = server;
      const { value, because } = server.maxUnavailable;
      const at = pointer('servers', i, 'maxUnavailable');
      return {
        name: workload.key,
        content: [value, because, budgets, replacement.by],
        base: { at: pointer('servers', i) },
        cells: () => [
          value === 'all' ? 'all' : figure('count', value, `${at}/value`),
          timeline(workload.key, drainLanes(server), end),
          sentence(because, `${at}/because`),
        ],
      };
    });
  },
};

const all = [nodeDrains, spotLosses, scaleUps, evictions] as const;

/** Drains, losses of spot nodes, scale-ups, and how many pods of a workload a drain takes at a time. */
export const drains = (facts: Facts): Section => ({
  id: 'drains',
  title: 'Drained and lost nodes',
  about: 'All nodes of a pool are alike: a row holds for each of them. All time lines have the same scale, in seconds.',
  legend: stepLegend,
  body: all.map((each) => listed(each, facts)),
  changes: changesOf(facts, all),
});
