/** The page that lists the reports of several environments. */
import type { Synthesis } from '../synthesise';
import { figure, name } from './html/figure';
import { markup } from './html/markup';
import { page } from './html/page';
import { countOf, pointer } from './html/pointer';
import { table } from './html/table';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * An index of reports. Its numbers are marked with their places in what `plan --json` prints of all of them.
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
      syntheses.map(({ name: environment, plan: { servers, pools, cost } }, i) => [
        markup`<a href="${encodeURIComponent(fileOf(environment))}">${name(environment)}</a>`,
        figure('count', servers.length, countOf(i, 'servers')),
        figure(
          'count',
          sum(pools.map(({ gpuUnitsAtMaximum }) => gpuUnitsAtMaximum)),
          pointer(i, 'pools', '*', 'gpuUnitsAtMaximum'),
        ),
        cost.unknown.length > 0 && cost.maximum.paid.high === 0
          ? 'unknown'
          : markup`${cost.unknown.length === 0 ? '' : 'at least '}${figure('dollars', cost.maximum.paid.high, pointer(i, 'cost', 'maximum', 'paid', 'high'))}`,
      ]),
    )}</main>`,
  );
