/** Windows of one model that last at the same time, and windows in two time zones. */
import { changed, scraperSends } from './base';

const window = { timeZone: 'Europe/Berlin', replicas: 2 };

export const inputs = [
  changed(
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
    [
      ['models', 'chat', 'schedule'],
      [
        { ...window, days: 'weekdays', from: '22:00', to: '02:00' },
        { ...window, days: ['sat'], from: '01:30', to: '08:00' },
        { ...window, days: ['sun'], from: '08:00', to: '09:00', timeZone: 'America/New_York' },
      ],
    ],
  ),
];

export const report = `test.models.chat.schedule[1]: sat 01:30–08:00 Europe/Berlin overlaps mon–fri 22:00–02:00 Europe/Berlin at \
test.models.chat.schedule[0].
  fix: windows that follow each other
  [ScheduleOverlap]
test.models.chat.schedule[2].timeZone: America/New_York, and the first window is in Europe/Berlin: whether they overlap \
changes with summer time.
  fix: timeZone 'Europe/Berlin' in all windows of the model
  [ScheduleOverlap]`;
