/** Constructs in an app of its own, whose cluster has other families or chooses user ids itself. */
import { expect, test } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import { type ClusterFacts, describeCluster, gib, NodeTuning, Postgres, WeightsServer } from '../../lib/constructs';

type Objects = readonly {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}[];

function drawn(facts: Partial<ClusterFacts> | undefined): Objects {
  const app = new App();
  if (facts !== undefined) describeCluster(app, facts);
  const chart = new Chart(app, 'chart');
  new WeightsServer(chart, 'weights', { namespace: 'models', claimName: 'store', address: 'fd00:10:96::f' });
  new Postgres(chart, 'db', {
    namespace: 'models',
    databases: { app: { owner: 'app', password: { secretName: 'app', key: 'password' } } },
    superuser: { secretName: 'db', key: 'password' },
    storage: { size: gib(1) },
  });
  return Testing.synth(chart) as Objects;
}

const listens = (objects: Objects): readonly string[] =>
  objects.flatMap(({ data = {} }) => Object.values(data).flatMap((text) => text.match(/listen [^;]+(?=;)/g) ?? []));
const policies = (objects: Objects): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    objects
      .filter(({ kind }) => kind === 'Service')
      .map(({ metadata: { name }, spec }) => [name, spec?.['ipFamilyPolicy']]),
  );
const idsIn = (objects: Objects): readonly string[] => [
  ...new Set(JSON.stringify(objects).match(/"(runAsUser|runAsGroup|fsGroup)":\d+/g) ?? []),
];

test('without a word the cluster has IPv4, and pods have our user', () => {
  const objects = drawn(undefined);
  expect(JSON.stringify(objects)).toBe(JSON.stringify(drawn({})));
  expect(listens(objects)).toEqual(['listen 8080']);
  expect(policies(objects)).toEqual({ weights: undefined, db: undefined, 'db-pods': undefined });
  expect(idsIn(objects)).toEqual(['"runAsGroup":10001', '"runAsUser":10001', '"fsGroup":10001']);
});

test('with IPv6 alone servers listen there, and Services take what there is', () => {
  const objects = drawn({ families: ['IPv6'] });
  expect(listens(objects)).toEqual(['listen [::]:8080']);
  expect(policies(objects)).toEqual({ weights: undefined, db: undefined, 'db-pods': undefined });
});

test('with both families a Service asks for both, unless its address is fixed or it lists pods', () => {
  const objects = drawn({ families: ['IPv6', 'IPv4'] });
  expect(listens(objects)).toEqual(['listen [::]:8080', 'listen 8080']);
  expect(policies(objects)).toEqual({ weights: undefined, db: 'PreferDualStack', 'db-pods': undefined });
});

test('an address of IPv6 stands in brackets where a port follows', () => {
  expect(WeightsServer.addressOf('weights', { namespace: 'models', address: 'fd00:10:96::f' }).url).toBe(
    'http://[fd00:10:96::f]:8080',
  );
  expect(WeightsServer.addressOf('weights', { namespace: 'models', address: '10.96.0.15' }).url).toBe(
    'http://10.96.0.15:8080',
  );
});

test('with user ids of the cluster no pod names one, and none has a list of users', () => {
  const passwd = (objects: Objects): boolean => JSON.stringify(objects).includes('/etc/passwd');
  expect(idsIn(drawn({ userIds: 'cluster' }))).toEqual([]);
  expect([passwd(drawn({ userIds: 'ours' })), passwd(drawn({ userIds: 'cluster' }))]).toEqual([true, false]);
});

test('a pod with all rights, to which no cluster gives a user, keeps its own', () => {
  const app = new App();
  describeCluster(app, { userIds: 'cluster' });
  const chart = new Chart(app, 'chart');
  new NodeTuning(chart, 'tune', {
    namespace: 'nodes',
    settings: [{ key: 'kernel.numa_balancing', value: '0', mayLack: true }],
  });
  const [daemons] = (Testing.synth(chart) as Objects).filter(({ kind }) => kind === 'DaemonSet');
  expect(daemons?.spec).toMatchObject({
    template: { spec: { containers: [{ name: 'hold', securityContext: { runAsNonRoot: true, runAsUser: 10_001 } }] } },
  });
});

test('what the cluster is like is said before there are charts', () => {
  const app = new App();
  new Chart(app, 'chart');
  expect(() => describeCluster(app, { families: ['IPv6'] })).toThrow(
    'Cannot set context after children have been added',
  );
});
