/** The gateway: clients with their limits, and which answers end early when a pod of it ends. Never a key. */
import type { Facts } from '../facts';
import { figure, name, sentence } from '../html/figure';
import { type Content, markup, joined } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { table } from '../html/table';

type Limit = 'requestsPerMinute' | 'concurrent' | 'tokensPerDay';

const limit = (client: string, which: Limit, value: number | undefined): Content =>
  value === undefined ? 'no limit' : figure('count', value, pointer('gateway', 'limits', client, which));

export function gateway({ plan: { environment, gateway: planned } }: Facts): Section | undefined {
  if (environment.gateway === undefined || planned === undefined) return undefined;
  const { clients } = environment.gateway;
  return {
    id: 'gateway',
    title: 'Gateway and clients',
    about: 'Who may use which models, and how much. Keys are not part of an environment.',
    body: [
      markup`<p>
        A pod that ends waits
        ${figure('time', planned.longestAnswer.value, pointer('gateway', 'longestAnswer', 'value'))} for its answers:
        ${sentence(planned.longestAnswer.because, pointer('gateway', 'longestAnswer', 'because'))}.
        ${
          planned.cuts.length === 0
            ? 'No answer ends early.'
            : markup`Longer answers end early:
              ${joined(
                planned.cuts.map(
                  ({ workload, answer }, i) =>
                    markup`${name(workload)}, up to ${figure('time', answer, pointer('gateway', 'cuts', i, 'answer'))}`,
                ),
                ', ',
              )}.`
        }</p>`,
      table(
        'Clients and their limits',
        [
          'client',
          'models',
          { title: 'requests per minute', number: true },
          { title: 'at the same time', number: true },
          { title: 'tokens per day', number: true },
          'tenant',
        ],
        Object.entries(clients).map(([client, { models, requestsPerMinute, concurrent, tokensPerDay, tenant }]) => [
          name(client),
          name(models === 'all' ? 'all' : models.join(', ')),
          limit(client, 'requestsPerMinute', requestsPerMinute),
          limit(client, 'concurrent', concurrent),
          limit(client, 'tokensPerDay', tokensPerDay),
          name(tenant ?? ''),
        ]),
      ),
    ],
  };
}
