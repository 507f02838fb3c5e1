/** A change of each workload as a time line: when the new pod starts and when the former one ends, in seconds. */
import type { ServerPlan } from '../../plan';
import type { Facts } from '../facts';
import { alike, alikeNames } from '../html/alike';
import { figure, name, sentence } from '../html/figure';
import { markup, type Markup } from '../html/markup';
import { plus, pointer } from '../html/pointer';
import { table } from '../html/table';
import { lines, type Section } from '../html/section';
import { timeline } from '../svg/timeline';
import { rolloutLanes } from './lanes';

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

const legend = markup`<ul class="legend">${(
  [
    ['staging', 'copies its weights'],
    ['startup', 'loads its model'],
    ['serving', 'serves'],
    ['draining', 'finishes its answers'],
    ['ending', 'ends'],
  ] as const
).map(
  ([kind, title]) =>
    markup`<li><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" class="${kind}" /></svg>${title}</li>`,
)}</ul>`;

/** What a change of each workload does. */
export const rollouts = ({ plan: { servers, placement } }: Facts): Section => ({
  id: 'rollouts',
  title: 'Rollouts',
  about: 'One step of a change of each workload, at its slowest: what the former pod does and what the new one does.',
  body: [
    legend,
    table(
      'Rollout of each workload',
      ['workload', 'how', 'one step', { title: 'start', number: true }, { title: 'end', number: true }, 'because'],
      alike(
        servers,
        ({ workload }) => workload.key,
        ({ replacement, budgets }) => [replacement, budgets],
      ).map(({ item: server, index: i, names }) => {
        const [how, because] = strategyOf(server, i);
        const start = ['staging', 'startup'].map((budget) => pointer('servers', i, 'budgets', budget, 'value'));
        return [
          alikeNames(names),
          how,
          timeline(server.workload.key, rolloutLanes(server)),
          figure('time', server.budgets.staging.value + server.budgets.startup.value, plus(...start)),
          figure('time', server.budgets.grace.value, pointer('servers', i, 'budgets', 'grace', 'value')),
          because,
        ];
      }),
    ),
    lines(
      placement.rollouts
        .filter(({ displaces }) => displaces.length > 0)
        .map(
          ({ workload, displaces }) =>
            markup`While ${name(workload)} rolls out, it may preempt pods of ${name(displaces.join(', '))}.`,
        ),
    ),
  ],
});
