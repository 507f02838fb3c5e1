/** A workload beside the engines is counted everywhere by being listed: here the list has two more. */
import { images } from '../../lib/catalog/images';
import { describe, expect, jest, test } from '@jest/globals';
import { cores } from '../../lib/core/cpu';
import { gib } from '../../lib/core/bytes';
import type { Environment } from '../../lib/environment/environment';
import type * as support from '../../lib/plan/support';
import type { SupportWorkload } from '../../lib/plan/support';
import type * as evidences from '../../lib/rules/evidence';
import type * as flows from '../../lib/rules/security/network/planned';
import type * as fixtures from './fixtures/environment';

const exporter: SupportWorkload = {
  name: 'exporter',
  component: 'exporter',
  title: 'the exporter',
  at: 'test.cluster.monitoring',
  controller: { kind: 'Deployment', rollout: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 } },
  wants: { cpu: cores(4), memory: gib(8), ephemeralStorage: gib(1) },
  replicas: 3,
  priority: 'interactive',
  namespace: 'llm-serving',
  image: images.nginx,
  traffic: { port: 9000 },
};

const backup: SupportWorkload = {
  ...exporter,
  name: 'backup',
  component: 'backup',
  title: 'the backup',
  controller: { kind: 'Job' },
  replicas: 2,
  traffic: { downloads: true },
};

let more: readonly SupportWorkload[] = [];

jest.mock('../../lib/plan/support', () => {
  const real = jest.requireActual<typeof support>('../../lib/plan/support');
  return {
    ...real,
    supportWorkloads: (environment: Environment, models: number) => [
      ...real.supportWorkloads(environment, models),
      ...more,
    ],
  };
});

// After the mock, which imports would come before.
const { cpus, l40s, planOf, refusal, small } = jest.requireActual<typeof fixtures>('./fixtures/environment');
const { evidenceOf } = jest.requireActual<typeof evidences>('../../lib/rules/evidence');
const { plannedFlows } = jest.requireActual<typeof flows>('../../lib/rules/security/network/planned');

/** Runs with further workloads in the list. */
function listing<T>(further: readonly SupportWorkload[], run: () => T): T {
  more = further;
  try {
    return run();
  } finally {
    more = [];
  }
}

const parts: fixtures.Parts = { pools: { gpus: l40s(2, 4), cpu: cpus(3) }, models: { a: small() } };
const pods = (plan: ReturnType<typeof planOf>, workload: string): number =>
  plan.placement.witness
    .flatMap(({ placed }) => placed)
    .filter((each) => each.workload === workload)
    .reduce((sum, each) => sum + each.pods, 0);

describe('one more workload in the list', () => {
  const alone = planOf(parts);
  const plan = listing([exporter, backup], () => planOf(parts));

  test('comes after those of the platform', () => {
    expect(alone.support.map(({ name }) => name)).toEqual(['weights-server', 'loaders', 'collector']);
    expect(plan.support.map(({ name }) => name)).toEqual([
      'weights-server',
      'loaders',
      'collector',
      'exporter',
      'backup',
    ]);
  });

  test('is placed, on the pools of support pods, with its priority', () => {
    expect([pods(plan, 'exporter'), pods(plan, 'backup')]).toEqual([3, 2]);
    expect(plan.support[3]?.scheduling).toMatchObject({
      pools: [{ name: 'cpu' }],
      priorityClassName: 'llm-interactive',
    });
  });

  test('is refused where it does not fit, naming its field', () => {
    const large = { ...exporter, wants: { ...exporter.wants, cpu: cores(24) }, replicas: 4 };
    expect(listing([large], () => refusal(parts))).toContain('exporter 4 × 24 cores');
    const tooLarge = { ...exporter, wants: { ...exporter.wants, cpu: cores(40) } };
    expect(listing([tooLarge], () => refusal(parts))).toMatch(/^test\.cluster\.monitoring: requests 40 cores/);
  });

  test('is in the quota of its namespace, with the pods of a rollout and of a drain', () => {
    expect(plan.quota['pods']?.because).toBe(
      'maximum pods + temporary pods of a rollout or a drain: a 1 + 2, exporter 3 + 3, backup 2 + 2',
    );
    expect(Number(plan.quota['pods']?.value) - Number(alone.quota['pods']?.value)).toBe(10);
    const elsewhere = listing([{ ...exporter, namespace: 'monitoring' }], () => planOf(parts));
    expect(elsewhere.quota).toEqual(alone.quota);
  });

  test('has a disruption budget, and its loss is part of a drain; a Job has none and its loss is no outage', () => {
    expect(plan.support.map(({ maxUnavailable }) => maxUnavailable?.value)).toEqual([
      1,
      undefined,
      undefined,
      1,
      undefined,
    ]);
    const one = listing([exporter, backup], () => planOf({ ...parts, pools: { gpus: l40s(2, 4), cpu: cpus(1) } }));
    expect(one.support.map(({ maxUnavailable }) => maxUnavailable?.value)).toEqual([
      2,
      undefined,
      undefined,
      3,
      undefined,
    ]);
    expect(one.placement.drains.find(({ pool }) => pool === 'cpu')?.outage).toEqual([
      { workload: 'weights-server', pods: 2 },
      { workload: 'exporter', pods: 3 },
    ]);
  });

  test('may have the traffic that it states, and no other', () => {
    const flowsTo = (component: string) => {
      const metadata = { name: component, namespace: 'llm-serving', labels: { 'app.kubernetes.io/name': component } };
      const manifest = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: { template: { metadata: { labels: metadata.labels }, spec: { containers: [] } } },
      };
      const evidence = evidenceOf({ charts: [{ name: component, wave: 4, manifests: [manifest] }], plan });
      return evidence.pods
        .flatMap((pod) => plannedFlows(pod, evidence))
        .map(({ direction, port }) => [direction, port?.port]);
    };
    expect(flowsTo('exporter')).toEqual([['ingress', 9000]]);
    expect(flowsTo('backup').filter(([, port]) => port === 443)).toEqual([['egress', 443]]);
    expect(flowsTo('another')).toEqual([]);
  });

  test('adds to the costs while it runs on', () => {
    const workloads = (each: typeof plan) => each.cost.maximum.workloads.map(({ workload }) => workload);
    expect(workloads(plan)).toEqual([...workloads(alone), 'exporter'].sort());
  });
});
