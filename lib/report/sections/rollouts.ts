/** A change of each workload as a time line: when the new pod starts and when the former one ends, in seconds. */
import type { ServerPlan } from '../../plan';
import type { Facts } from '../facts';
import { figure, name, sentence } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import { markup, type Markup } from '../html/markup';
import { plus, pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { axisOf, timeline } from '../svg/timeline';
import { rolloutLanes, stepLegend } from './lanes';

function strategyOf({ replacement }: ServerPlan, index: number): readonly [Markup, Markup] {
  if (replacement.by === 'stateful-set') {
    const { value, because } = replacement.maxUnavailable;
    const at = pointer('servers', index, 'replacement', 'maxUnavailable');
    return [
      markup`one after the other, ${figure('count', value, `${at}/value`)} away`,
      sentence(because, `${at}/because`),
    ];
  }
  const { value, because } = replacement.rollout;
  const at = pointer('servers', index, 'replacement', 'rollout');
  const why = sentence(because, `${at}/because`);
  if (value.type === 'Recreate') return [markup`all end, then all start`, why];
  return value.maxSurge > 0
    ? [markup`${figure('count', value.maxSurge, `${at}/value/maxSurge`)} pod more than usual`, why]
    : [markup`${figure('count', value.maxUnavailable, `${at}/value/maxUnavailable`)} pod fewer than usual`, why];
}

const steps: Listing = {
  caption: 'Rollout of each workload',
  columns: ['workload', 'how', 'one step', { title: 'start', number: true }, { title: 'end', number: true }, 'because'],
  entries: ({ plan: { servers } }, beside) => {
    const end = axisOf([...servers, ...(beside?.plan.servers ?? [])].map(rolloutLanes));
    return servers.map((server, i) => ({
      name: server.workload.key,
      content: [server.replacement, server.budgets],
      base: { at: pointer('servers', i) },
      cells: () => {
        const [how, because] = strategyOf(server, i);
        const start = ['staging', 'startup'].map((budget) => pointer('servers', i, 'budgets', budget, 'value'));
        return [
          how,
          timeline(server.workload.key, rolloutLanes(server), end),
          figure('time', server.budgets.staging.value + server.budgets.startup.value, plus(...start)),
          figure('time', server.budgets.grace.value, pointer('servers', i, 'budgets', 'grace', 'value')),
          because,
        ];
      },
    }));
  },
};

const preempted: Listing = {
  caption: 'Pods that a rollout may preempt',
  columns: ['workload that rolls out', 'may preempt pods of'],
  entries: ({ plan: { placement } }) =>
    placement.rollouts
      .filter(({ displaces }) => displaces.length > 0)
      .map(({ workload, displaces }) => ({
        name: workload,
        content: displaces,
        cells: () => [name(displaces.join(', '))],
      })),
};

const all = [steps, preempted] as const;

/** What a change of each workload does. */
export const rollouts = (facts: Facts): Section => ({
  id: 'rollouts',
  title: 'Rollouts',
  about:
    'One step of a change of each workload, at its slowest: what the former pod does and what the new one does. All time lines have the same scale, in seconds.',
  legend: stepLegend,
  body: all.map((each) => listed(each, facts)),
  changes: changesOf(facts, all),
});
