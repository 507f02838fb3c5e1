/** The gateway: clients with their limits, and which answers end early when a pod of it ends. Never a key. */
import { askers } from '../../plan';
import type { Facts } from '../facts';
import { figure, name, sentence } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import { type Content, markup } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';

const number = (title: string) => ({ title, number: true });

type Limit = 'requestsPerMinute' | 'concurrent' | 'tokensPerDay';

const limit = (client: string, which: Limit, value: number | undefined): Content =>
  value === undefined ? 'no limit' : figure('count', value, pointer('gateway', 'limits', client, which));

const clients: Listing = {
  caption: 'Clients and their limits',
  columns: ['client', 'models', ...['requests per minute', 'at the same time', 'tokens per day'].map(number), 'tenant'],
  entries: ({ plan: { environment } }) =>
    Object.entries(environment.gateway?.clients ?? {}).map(
      ([client, { models, requestsPerMinute, concurrent, tokensPerDay, tenant }]) => ({
        name: client,
        content: [client, models, requestsPerMinute, concurrent, tokensPerDay, tenant],
        cells: () => [
          name(models === 'all' ? 'all' : models.join(', ')),
          limit(client, 'requestsPerMinute', requestsPerMinute),
          limit(client, 'concurrent', concurrent),
          limit(client, 'tokensPerDay', tokensPerDay),
          name(tenant ?? ''),
        ],
      }),
    ),
};

const ends: Listing = {
  caption: 'When a pod of the gateway ends',
  columns: ['answers of', number('time'), 'because'],
  entries: ({ plan: { gateway: planned } }) => {
    if (planned === undefined) return [];
    const { longestAnswer, cuts } = planned;
    return [
      {
        name: 'the models that are waited for, at most',
        content: longestAnswer,
        cells: () => [
          figure('time', longestAnswer.value, pointer('gateway', 'longestAnswer', 'value')),
          sentence(longestAnswer.because, pointer('gateway', 'longestAnswer', 'because')),
        ],
      },
      ...cuts.map(({ workload, answer }, i) => ({
        name: `${workload}, which end early`,
        content: answer,
        cells: () => [figure('time', answer, pointer('gateway', 'cuts', i, 'answer')), ''],
      })),
    ];
  },
};

const asked: Listing = {
  caption: 'Who may ask for which model',
  columns: ['model', 'clients'],
  entries: ({ plan }) =>
    askers(plan).map(({ model, clients: may }) => ({
      name: model,
      content: may,
      cells: () => [name(may.join(', ') || 'none')],
    })),
};

const all = [asked, clients, ends] as const;

/** Only where there is a gateway, or was one. */
export function gateway(facts: Facts): Section | undefined {
  const { plan, before } = facts;
  const exists = plan.gateway !== undefined;
  if (!exists && before?.facts?.plan.gateway === undefined) return undefined;
  return {
    id: 'gateway',
    title: 'Gateway and clients',
    about: 'Who may use which models, and how much. Keys are not part of an environment.',
    body: exists ? all.map((each) => listed(each, facts)) : markup`<p>There is no gateway.</p>`,
    changes: changesOf(facts, all),
  };
}
