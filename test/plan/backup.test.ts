/** The plan of a backup: when each CronJob runs, from which age on a copy is too old, and that its pods are counted. */
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib/environment/complete';
import { gib } from '../../lib/core/bytes';
import { plan } from '../../lib/plan/plan-environment';
import { changed } from '../invalid/base';

const backup = {
  to: {
    kind: 's3',
    endpoint: 'https://s3.example.org/',
    bucket: 'copies',
    credentials: { secretName: 'backup-key' },
  },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'none' }],
};
const planned = (more: object = {}) => {
  const { environment } = parseEnvironment(changed([['backup'], { ...backup, ...more }]));
  if (environment === undefined) throw new RangeError('the environment is wrong');
  return plan(environment);
};

test('a night and a week, with the ages that alerts use', () => {
  expect(planned().backup).toEqual({
    repository: 's3:https://s3.example.org/copies/test',
    sources: [
      {
        source: { kind: 'store', blobs: 'none' },
        sourceName: 'store',
        name: 'backup-store',
        namespace: 'model-store',
        schedule: '37 1 * * *',
        deadline: { value: 7200, because: 'the least that a run has: 0.0 GiB of store need less' },
        tooOld: {
          value: 136_800,
          because: 'one and a half of 24 h between two runs, plus 2 h for a run',
        },
      },
    ],
    check: {
      name: 'backup-check',
      namespace: 'model-store',
      schedule: '7 4 * * 0',
      deadline: { value: 86_400, because: 'a part of the repository is read' },
      tooOld: { value: 777_600, because: 'a week between two runs, a day for a run and a day more' },
    },
  });
});

describe('schedules', () => {
  test.each([
    [{ everyHours: 24, at: '23:05' }, '5 23 * * *'],
    [{ everyHours: 12, at: '02:15' }, '15 2,14 * * *'],
    [{ everyHours: 6, at: '23:30' }, '30 5,11,17,23 * * *'],
    [{ everyHours: 1, at: '08:45' }, '45 * * * *'],
  ])('%j', (schedule, cron) => {
    expect(planned({ schedule }).backup?.sources[0]?.schedule).toBe(cron);
  });

  test('a check on another day', () => {
    expect(planned({ check: { day: 'sat', at: '05:09' } }).backup?.check.schedule).toBe('9 5 * * 6');
  });
});

test('weights that are copied have the time that they take', () => {
  const { sources: [copied] = [] } = planned({ sources: [{ kind: 'store', blobs: 'all' }] }).backup ?? {};
  expect(copied?.deadline.value).toBeGreaterThanOrEqual(7200);
});

test('each pod is counted, and a restore has room', () => {
  const { support } = planned();
  expect(
    support
      .filter(({ component }) => component === 'backup')
      .map(({ name, replicas, priority, wants }) => ({
        name,
        replicas,
        priority,
        memory: wants.memory,
      })),
  ).toEqual(
    ['backup-store', 'backup-check', 'restore-store'].map((name) => ({
      name,
      replicas: 1,
      priority: 'batch',
      memory: gib(1),
    })),
  );
});
