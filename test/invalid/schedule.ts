/** Windows that change nothing, that end when they begin, and that nothing follows. */
import { changed, scraperSends } from './base';

const day = { days: 'weekdays', from: '07:00', to: '19:00', timeZone: 'Europe/Berlin' } as const;
const kedas = [
  [['cluster', 'metrics'], 'keda'],
  scraperSends,
  [['gateway'], { tls: 'none', expose: { by: 'cluster' }, clients: { all: { models: 'all' } } }],
  [
    ['monitoring'],
    {
      scrape: { by: 'prometheus-operator', labels: { release: 'kube-prometheus-stack' } },
      prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' },
    },
  ],
] as const;

export const inputs = [
  changed(
    ...kedas,
    [
      ['models', 'chat', 'schedule'],
      [
        { ...day, replicas: 4 },
        { ...day, days: ['sat'], replicas: 1 },
        { ...day, days: ['sun', 'sun'], to: '07:00', replicas: 2 },
      ],
    ],
    [['models', 'legal', 'schedule'], [{ ...day, replicas: 1 }]],
  ),
  changed(
    [['name'], 'other'],
    [['cluster', 'id'], 'other'],
    [['cluster', 'weights', 'share'], '/other'],
    [['models', 'chat', 'schedule'], [{ ...day, replicas: 2 }]],
  ),
];

export const report = `test.models.chat.schedule[2].days[1]: 'sun' stands at test.models.chat.schedule[2].days[0] already.
  fix: leave out one of the two
  [GivenTwice]
test.models.chat.schedule[0].replicas: 4 pods in the window are more than replicas.max, 3.
  allowed: a whole number from 2 to 3
  [Schedule]
test.models.chat.schedule[1].replicas: 1 pods in the window are no more than replicas.min, 1: it changes nothing.
  allowed: a whole number from 2 to 3
  [Schedule]
test.models.chat.schedule[2].to: the window ends at 07:00, when it begins.
  fix: another time · replicas.min 2, for the whole day
  [Schedule]
test.models.legal.schedule: replicas 1 is a fixed number, which no window changes.
  fix: replicas { min: 0, max: 1 } · leave out schedule
  [Schedule]
other.models.chat.schedule: with cluster.metrics 'prometheus-adapter' nothing follows a schedule.
  fix: cluster.metrics 'keda' · leave out schedule
  [Schedule]`;
