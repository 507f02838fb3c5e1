/** Random monitoring and backups: each way to be scraped, with alerts and dashboards and without; each object store. */
import fc from 'fast-check';
import { seconds, type BackupInput, type MonitoringInput } from '../../lib';

const labels = { release: 'kube-prometheus-stack' } as const;

const alerts: fc.Arbitrary<MonitoringInput['alerts']> = fc.constantFrom<MonitoringInput['alerts'][]>(
  undefined,
  {},
  { errors: { objective: 0.99 }, firstToken: { seconds: 10, objective: 0.9 } },
);
const dashboards = fc.constantFrom<MonitoringInput['dashboards'][]>(
  undefined,
  {},
  { folder: 'Models' },
  { grafana: 'https://grafana.example' },
);

/** Who scrapes, or nothing. Rules of alerts need the operator. */
export const monitoringOrNone: fc.Arbitrary<MonitoringInput | undefined> = fc.option(
  fc.oneof(
    fc.record({ scrape: fc.constant<MonitoringInput['scrape']>({ by: 'annotations' }), dashboards }),
    fc.record({
      scrape: fc
        .constantFrom(undefined, seconds(30))
        .map((interval): MonitoringInput['scrape'] => ({ by: 'prometheus-operator', labels, interval })),
      alerts,
      dashboards,
    }),
  ),
  { nil: undefined },
);

const target = { kind: 's3', bucket: 'copies', credentials: { secretName: 'backup-key' } } as const;

/** Copies of the store, or none. */
export const backupOrNone: fc.Arbitrary<BackupInput | undefined> = fc.option(
  fc.record({
    to: fc.constantFrom<BackupInput['to'][]>(
      { ...target, endpoint: 'https://s3.example.org' },
      {
        ...target,
        endpoint: 'https://s3.office.example:9000',
        endpoints: [{ cidr: '10.20.0.5/32', port: 9000 }],
        caBundle: { configMap: 'office-ca', key: 'ca.crt' },
      },
      {
        ...target,
        endpoint: 'http://objects.objects.svc:9000',
        pods: { namespace: 'objects', podLabels: { app: 'objects' }, port: 9000 },
        prefix: 'a/b',
      },
    ),
    password: fc.constant({ secretName: 'backup-password', key: 'password' }),
    sources: fc
      .constantFrom('none' as const, 'all' as const)
      .map((blobs): BackupInput['sources'] => [{ kind: 'store', blobs }]),
    schedule: fc.constantFrom<BackupInput['schedule'][]>(undefined, { everyHours: 6, at: '00:11' }),
    keep: fc.constantFrom<BackupInput['keep'][]>(undefined, { daily: 2, weekly: 1, monthly: 1 }),
  }),
  { nil: undefined },
);
