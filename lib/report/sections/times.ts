/** How long pods of each workload take to start and to end, at most. */
import type { Facts } from '../facts';
import { alike, alikeNames } from '../html/alike';
import { figure, sentence, written } from '../html/figure';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { table } from '../html/table';
import { bar } from '../svg/bar';
import { markup } from '../html/markup';

export const times = ({ plan: { servers } }: Facts): Section => {
  const groups = alike(
    servers,
    ({ workload }) => workload.key,
    ({ budgets }) => budgets,
  );
  const slowest = Math.max(1, ...servers.map(({ budgets: { staging, startup } }) => staging.value + startup.value));
  return {
    id: 'times',
    title: 'Times to start and to end',
    about: 'Upper bounds, from the sizes of files and the speeds of disks. Probes and grace periods have these values.',
    body: [
      table(
        'Times of each workload',
        [
          'workload',
          'start',
          { title: 'copy', number: true },
          { title: 'load', number: true },
          { title: 'longest answer', number: true },
          { title: 'grace period', number: true },
        ],
        groups.map(({ item: { workload, budgets }, index: i, names }) => {
          const at = (budget: string) => pointer('servers', i, 'budgets', budget, 'value');
          const { staging, startup, drain, grace } = budgets;
          return [
            alikeNames(names),
            bar(`${workload.key}: ${written.time(staging.value + startup.value)} to start`, slowest, [
              { kind: 'staging', size: staging.value, hint: `copies its weights: ${written.time(staging.value)}` },
              { kind: 'startup', size: startup.value, hint: `loads its model: ${written.time(startup.value)}` },
            ]),
            figure('time', staging.value, at('staging')),
            figure('time', startup.value, at('startup')),
            figure('time', drain.value, at('drain')),
            figure('time', grace.value, at('grace')),
          ];
        }),
      ),
      markup`<details><summary>Why these times</summary>${table(
        'Reasons of the times',
        ['workload', 'copy', 'load', 'longest answer'],
        groups.map(({ item: { budgets }, index: i, names }) => [
          alikeNames(names),
          ...(['staging', 'startup', 'drain'] as const).map((budget) =>
            sentence(budgets[budget].because, pointer('servers', i, 'budgets', budget, 'because')),
          ),
        ]),
      )}</details>`,
    ],
  };
};
