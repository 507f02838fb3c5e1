/** What happens when a node goes: drained, or taken by the provider. */
import type { Facts } from '../facts';
import { alike, alikeNames } from '../html/alike';
import { figure, name, sentence } from '../html/figure';
import { markup, joined, type Markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { table } from '../html/table';
import { timeline } from '../svg/timeline';
import { drainLanes } from './lanes';

/** Drains, losses of spot nodes, scale-ups, and how many pods of a workload a drain takes at a time. */
export const drains = ({ plan: { environment, placement, servers } }: Facts): Section => ({
  id: 'drains',
  title: 'Nodes that go',
  about: 'All nodes of a pool are alike: a row holds for each of them.',
  body: [
    table(
      'Draining one node',
      ['pool', { title: 'nodes', number: true }, 'names', 'drain', 'pods without room until the node is back'],
      placement.drains.map(({ pool, nodes, verdict, outage }, i) => [
        name(pool),
        figure('count', nodes, pointer('placement', 'drains', i, 'nodes')),
        name((environment.nodePools[pool]?.nodeNames ?? []).join(', ')),
        verdict === 'outage' ? 'with an outage' : 'without an outage',
        joined(
          outage.map(({ workload, pods }, j): Markup =>
            pods === 0
              ? markup`${name(workload)} may be preempted`
              : markup`${name(workload)} up to
                ${figure('count', pods, pointer('placement', 'drains', i, 'outage', j, 'pods'))}`,
          ),
          ', ',
        ),
      ]),
    ),
    table(
      'Losing all spot nodes of some pools at once',
      ['pools', 'still served, with replicas', 'without room'],
      placement.spotLosses.map(({ pools, served, stopped }, i) => [
        name(pools.join(' and ')),
        joined(
          served.map(
            ({ workload, replicas }, j) =>
              markup`${name(workload)}
              ${figure('count', replicas, pointer('placement', 'spotLosses', i, 'served', j, 'replicas'))}`,
          ),
          ', ',
        ),
        name(stopped.join(', ') || 'none'),
      ]),
    ),
    table(
      'Scaling up where pools are contended',
      [
        'workload',
        'verdict',
        { title: 'always fit', number: true },
        { title: 'fit by preempting', number: true },
        'preempts',
      ],
      placement.scaleUps.map(({ workload, verdict, fits, fitsByPreempting, displaces }, i) => [
        name(workload),
        verdict,
        figure('count', fits, pointer('placement', 'scaleUps', i, 'fits')),
        figure('count', fitsByPreempting, pointer('placement', 'scaleUps', i, 'fitsByPreempting')),
        name(displaces.join(', ') || 'none'),
      ]),
    ),
    table(
      'Pods that a drain takes at a time',
      ['workload', { title: 'pods', number: true }, 'one eviction', 'because'],
      alike(
        servers,
        ({ workload }) => workload.key,
        ({ maxUnavailable, budgets, replacement }) => [maxUnavailable, budgets, replacement.by],
      ).map(({ item: server, index: i, names }) => {
        const { workload, maxUnavailable } = server;
        const { value, because } = maxUnavailable;
        const at = pointer('servers', i, 'maxUnavailable');
        return [
          alikeNames(names),
          value === 'all' ? 'all' : figure('count', value, `${at}/value`),
          timeline(workload.key, drainLanes(server)),
          sentence(because, `${at}/because`),
        ];
      }),
    ),
  ],
});
