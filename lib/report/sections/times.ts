/** How long pods of each workload take to start and to end, at most. */
import type { Plan } from '../../plan';
import type { Facts } from '../facts';
import { figure, sentence, written } from '../html/figure';
import { legend } from '../html/legend';
import { changesOf, type Listing, listed } from '../html/listing';
import { markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { bar } from '../svg/bar';

const number = (title: string) => ({ title, number: true });

const slowestOf = (plans: readonly Plan[]): number =>
  Math.max(
    1,
    ...plans
      .flatMap(({ servers }) => servers)
      .map(({ budgets: { staging, startup } }) => staging.value + startup.value),
  );

const budgetTimes: Listing = {
  caption: 'Times of each workload',
  columns: ['workload', 'start', ...['copy', 'load', 'longest answer', 'grace period'].map(number)],
  entries: ({ plan }, beside) => {
    const slowest = slowestOf(beside === undefined ? [plan] : [plan, beside.plan]);
    return plan.servers.map(({ workload: { key }, budgets }, i) => {
      const { staging, startup, drain, grace } = budgets;
      const at = (budget: string) => pointer('servers', i, 'budgets', budget, 'value');
      return {
        name: key,
        content: [staging.value, startup.value, drain.value, grace.value],
        base: { at: pointer('servers', i, 'budgets') },
        cells: () => [
          bar(`${key}: ${written.time(staging.value + startup.value)} to start`, slowest, [
            { kind: 'staging', size: staging.value },
            { kind: 'startup', size: startup.value },
          ]),
          figure('time', staging.value, at('staging')),
          figure('time', startup.value, at('startup')),
          figure('time', drain.value, at('drain')),
          figure('time', grace.value, at('grace')),
        ],
      };
    });
  },
};

const reasons: Listing = {
  caption: 'Reasons of the times',
  columns: ['workload', 'copy', 'load', 'longest answer'],
  entries: ({ plan: { servers } }) =>
    servers.map(({ workload: { key }, budgets }, i) => {
      const own = (['staging', 'startup', 'drain'] as const).map(
        (budget) => [budget, budgets[budget].because] as const,
      );
      return {
        name: key,
        content: own,
        base: { at: pointer('servers', i, 'budgets') },
        cells: () =>
          own.map(([budget, because]) => sentence(because, pointer('servers', i, 'budgets', budget, 'because'))),
      };
    }),
};

export const times = (facts: Facts): Section => ({
  id: 'times',
  title: 'Times to start and to end',
  about: 'Upper bounds, from the sizes of files and the speeds of disks. Probes and grace periods have these values.',
  legend: legend([
    ['staging', 'copies its weights'],
    ['startup', 'loads its model'],
  ]),
  body: [
    listed(budgetTimes, facts),
    markup`<details><summary>Why these times</summary>${listed(reasons, facts)}</details>`,
  ],
  changes: changesOf(facts, [budgetTimes, reasons]),
});
