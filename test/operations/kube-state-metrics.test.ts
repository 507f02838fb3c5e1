/**
 * The real kube-state-metrics beside a real control plane: every metric that alerts, dashboards and autoscalers may name
 * is exposed for the objects of an environment, with its type and its labels.
 */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cores } from '../../lib/core/cpu';
import { gib } from '../../lib';
import { plainObject } from '../../lib/kubernetes/draw';
import { metricSources } from '../../lib/observability';
import { Leash } from '../../scripts/toolchain/leash';
import { ensureTools } from '../../scripts/toolchain/tools';
import { kubeadmNode } from '../cluster/nodes';
import { waitUntil } from '../cluster/client/wait';
import { startComponent } from '../cluster/control-plane/component';
import { ControlPlane, isHealthy } from '../cluster/control-plane/control-plane';
import { takeBlock } from '../components/ports';
import { controlPlaneTools } from '../components/sets';
import { differences, exposed } from './support/exposition';
import { edges, withGateway } from './support/environments';
import { manifestsOf } from './support/gateways';

/** Of the test, since it has pods that the namespaces of an environment do not admit. */
const namespace = 'state';
/** Kinds of an environment that kube-state-metrics reports, less those that no status comes to without nodes. */
const reported = ['Namespace', 'Deployment', 'ResourceQuota', 'PodDisruptionBudget', 'PersistentVolumeClaim'];
const metadata = (name: string) => ({ name, namespace });
const labels = { app: 'state' };
/** No scheduler takes it, so that nothing but the test writes its status. */
const template = {
  metadata: { labels },
  spec: {
    schedulerName: 'none',
    initContainers: [{ name: 'before', image: 'image' }],
    containers: [{ name: 'engine', image: 'image', resources: { limits: { memory: '1Gi' }, requests: { cpu: '1' } } }],
  },
};

let plane: ControlPlane;
let leash: Leash;
let giveBack: () => Promise<void>;
let metrics: () => Promise<string>;

/** One object of each kind that the environment does not have by itself. */
const further = [
  plainObject('StatefulSet', {
    metadata: metadata('set'),
    spec: { replicas: 0, serviceName: 'set', selector: { matchLabels: labels }, template },
  }),
  plainObject('HorizontalPodAutoscaler', {
    metadata: metadata('range'),
    spec: {
      minReplicas: 1,
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'state' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  }),
  plainObject('CronJob', {
    metadata: metadata('copy'),
    spec: {
      schedule: '0 0 1 1 *',
      jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
    },
  }),
  plainObject('Job', {
    metadata: metadata('load-late'),
    // Its pod finds no node within the second: the controller gives it up.
    spec: {
      activeDeadlineSeconds: 1,
      backoffLimit: 0,
      template: { spec: { ...template.spec, restartPolicy: 'Never' } },
    },
  }),
];

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, 'kube-state-metrics']);
  plane = await ControlPlane.start();
  const { client } = plane;
  await client.create(
    'Node',
    kubeadmNode({
      name: 'node-1',
      capacity: { cpu: cores(8), memory: gib(32), ephemeralStorage: gib(100), pods: 110 },
    }),
  );
  const rendered = manifestsOf(withGateway(edges['within the cluster, keys of a SecretStore']));
  await client.apply(rendered.filter(({ kind }) => reported.includes(kind)));
  await client.apply([plainObject('Namespace', { metadata: { name: namespace } }), ...further]);
  await client.create('Pod', { apiVersion: 'v1', kind: 'Pod', metadata: metadata('pod'), spec: template.spec });
  const waiting = { state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 3, ready: false };
  const status = (name: string) => ({
    ...waiting,
    name,
    image: 'image',
    imageID: '',
    lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
  });
  await client.patch(
    'Pod',
    'pod',
    namespace,
    {
      status: {
        phase: 'Pending',
        conditions: [
          { type: 'Ready', status: 'False' },
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' },
        ],
        containerStatuses: [status('engine')],
        initContainerStatuses: [status('before')],
      },
    },
    'status',
  );
  await client.patch(
    'CronJob',
    'copy',
    namespace,
    { status: { lastScheduleTime: '2026-11-01T00:00:00Z', lastSuccessfulTime: '2026-11-01T00:01:00Z' } },
    'status',
  );
  leash = await Leash.hold(join(tmpdir(), 'corral-state-metrics-'));
  await mkdir(join(leash.folder, 'logs'));
  const block = await takeBlock();
  const [port = 0, own = 0] = block.ports;
  giveBack = block.giveBack;
  await startComponent(
    leash,
    'kube-state-metrics',
    [
      `--kubeconfig=${plane.kubeconfig}`,
      '--host=127.0.0.1',
      `--port=${port}`,
      '--telemetry-host=127.0.0.1',
      `--telemetry-port=${own}`,
    ],
    () => isHealthy(`http://127.0.0.1:${port}/healthz`),
  );
  metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}, 20 * 60_000);
afterAll(async () => {
  await leash?.release();
  await giveBack?.();
  await plane?.stop();
});

test('every metric of the registry is exposed, with its type and labels', async () => {
  const source = metricSources['kube-state-metrics'];
  const left = await waitUntil(
    'all are exposed',
    async () => differences(source, exposed(await metrics())),
    ({ length }) => length === 0,
    { seconds: 180 },
  );
  expect(left).toEqual([]);
});

test('series of pods and containers name them by the labels on which alerts join', async () => {
  const real = exposed(await metrics());
  const missing = Object.keys(metricSources['kube-state-metrics']).flatMap((name) => {
    const wanted = name.startsWith('kube_node_')
      ? []
      : [
          'namespace',
          ...(name.startsWith('kube_pod_') ? ['pod'] : []),
          ...(/^kube_pod_(init_)?container_/.test(name) ? ['container'] : []),
        ];
    return wanted.filter((label) => real.get(name)?.labels.has(label) !== true).map((label) => `${name}: ${label}`);
  });
  expect(missing).toEqual([]);
});

test('a metric that it does not have is found missing', async () => {
  const real = exposed(await metrics());
  expect(differences({ kube_pod_state: { type: 'gauge', labels: [], means: '' } } as never, real)).toEqual([
    'kube_pod_state is not exposed',
  ]);
});
