/** The page that lists the reports of several environments. */
import type { Synthesis } from '../synthesise';
import { name, written } from './html/figure';
import { markup } from './html/markup';
import { page } from './html/page';
import { table } from './html/table';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * An index of reports.
 *
 * @param fileOf file of the report of an environment, beside the index
 */
export const reportOverview = (syntheses: readonly Synthesis[], fileOf: (environment: string) => string): string =>
  page(
    'Reports',
    markup`<header><h1>Environments</h1></header><main>${table(
      'Reports',
      [
        'environment',
        { title: 'models', number: true },
        { title: 'GPUs at most', number: true },
        { title: 'dollars a month at most', number: true },
      ],
      syntheses.map(({ name: environment, plan: { servers, pools, cost } }) => [
        markup`<a href="${encodeURIComponent(fileOf(environment))}">${name(environment)}</a>`,
        name(`${servers.length}`),
        name(`${sum(pools.map(({ gpuUnitsAtMaximum }) => gpuUnitsAtMaximum))}`),
        name(`${cost.unknown.length === 0 ? '' : 'at least '}${written.dollars(cost.maximum.paid.high)}`),
      ]),
    )}</main>`,
  );
