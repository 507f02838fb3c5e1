/** Rollouts, drains, losses and scale-ups: what is chosen from the room that is left, and said when there is none. */
import { describe, expect, test } from '@jest/globals';
import { cpus, environmentOf, l40s, large, planOf, small } from './fixtures/environment';
import { parseEnvironment } from '../../lib/environment/complete';
import { plan } from '../../lib/plan';
import type { Plan } from '../../lib/plan/plan';
import { productionAws } from '../../overlays/production-aws';
import { rolloutOf as strategyOf } from './fixtures/servers';

const cpu = cpus(2);
const byName = <T extends { readonly workload: { readonly name: string } }>(all: readonly T[], name: string): T => {
  const found = all.find(({ workload }) => workload.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const rolloutOf = (plan: Plan, name: string) => strategyOf(byName(plan.servers, name)).value;
const atOnce = (plan: Plan, name: string) => byName(plan.servers, name).maxUnavailable.value;

describe('a rollout', () => {
  test('has a spare pod where one fits beside every maximum', () => {
    expect(rolloutOf(planOf({ pools: { gpus: l40s(1, 2), cpu }, models: { a: small() } }), 'a')).toEqual({
      type: 'RollingUpdate',
      maxSurge: 1,
      maxUnavailable: 0,
    });
  });

  test('takes one away first where none fits, and recreates a single pod', () => {
    const plan = planOf({ pools: { gpus: l40s(1, 3), cpu }, models: { a: small({ replicas: 2 }), b: small() } });
    expect(rolloutOf(plan, 'a')).toEqual({ type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 });
    expect(rolloutOf(plan, 'b')).toEqual({ type: 'Recreate' });
  });

  test('leaves the only spare to the higher priority', () => {
    const plan = planOf({
      pools: { gpus: l40s(1, 3), cpu },
      models: { a: small(), b: small({ priority: 'interactive' }) },
    });
    expect(rolloutOf(plan, 'a')).toEqual({ type: 'Recreate' });
    expect(rolloutOf(plan, 'b')).toMatchObject({ maxSurge: 1 });
  });

  test('counts autoscalers at their maximum', () => {
    expect(
      rolloutOf(
        planOf({ pools: { gpus: l40s(1, 3), cpu }, models: { a: small({ replicas: { min: 1, max: 3 } }) } }),
        'a',
      ),
    ).toMatchObject({ maxSurge: 0 });
  });

  test('has no spare that a neighbour of another size could shut out', () => {
    const plan = planOf({
      pools: { gpus: l40s(2, 4), cpu },
      models: { a: small({ replicas: 2 }), b: large({ gpus: 4, priority: 'interactive' }) },
    });
    expect(rolloutOf(plan, 'b')).toEqual({ type: 'Recreate' });
    expect(rolloutOf(plan, 'a')).toMatchObject({ maxSurge: 1 });
  });
});

describe('a rollout beside a lower class', () => {
  const planned = (gpus: number, a: number, b: number, priority: 'standard' | 'batch' = 'standard') =>
    planOf({
      pools: { gpus: l40s(1, gpus), cpu },
      models: { a: small({ replicas: a, priority: 'interactive' }), b: small({ replicas: b, priority }) },
    });
  const becauseOf = (plan: Plan, name: string) => strategyOf(byName(plan.servers, name)).because;
  const displacedBy = (plan: Plan, name: string) =>
    plan.placement.rollouts.find(({ workload }) => workload === name)?.displaces;

  test('has a spare where the former pods that still end leave room for it too', () => {
    const plan = planned(8, 3, 2);
    expect(rolloutOf(plan, 'a')).toMatchObject({ maxSurge: 1 });
    expect(becauseOf(plan, 'a')).toBe(
      'an extra pod fits, even with all workloads at their maximum and rolling out at the same time',
    );
    expect(rolloutOf(plan, 'b')).toMatchObject({ maxSurge: 0 });
    expect([displacedBy(plan, 'a'), displacedBy(plan, 'b')]).toEqual([[], []]);
  });

  test('has none where it could push one out, although there is room for the spare alone', () => {
    const plan = planned(7, 3, 2);
    expect(rolloutOf(plan, 'a')).toMatchObject({ maxSurge: 0, maxUnavailable: 1 });
    expect(becauseOf(plan, 'a')).toBe(
      'an extra pod could preempt b while old pods still terminate: one old pod ends before its new pod starts',
    );
    expect(displacedBy(plan, 'a')).toEqual([]);
  });

  test('names the workloads that it may preempt where a former pod leaves no room at all', () => {
    const plan = planned(7, 3, 4);
    expect(rolloutOf(plan, 'a')).toMatchObject({ maxSurge: 0, maxUnavailable: 1 });
    expect(becauseOf(plan, 'a')).toBe(
      'an extra pod does not fit: one old pod ends before its new pod starts, and the new pod may still preempt b',
    );
    expect([displacedBy(plan, 'a'), displacedBy(plan, 'b')]).toEqual([['b'], []]);
  });

  test('does not spare batch, which gives way', () => {
    const plan = planned(8, 3, 4, 'batch');
    expect(rolloutOf(plan, 'a')).toMatchObject({ maxSurge: 1 });
    expect(displacedBy(plan, 'a')).toEqual([]);
  });

  test('that pushes somebody out anyway takes no spare from others', () => {
    const plan = planOf({
      pools: { gpus: l40s(1, 4), more: l40s(1, 4), cpu },
      models: {
        a: small({ replicas: 2, priority: 'interactive' }),
        b: small({ replicas: 2 }),
        c: small({ pools: ['more'], replicas: 2 }),
        d: small({ pools: ['gpus', 'more'], priority: 'batch' }),
      },
    });
    expect(displacedBy(plan, 'a')).toEqual(['b']);
    expect(rolloutOf(plan, 'a')).toMatchObject({ maxSurge: 0 });
    expect(rolloutOf(plan, 'c')).toMatchObject({ maxSurge: 1 });
  });

  test('waits in the room of its own class, and pushes nobody out', () => {
    const plan = planOf({
      pools: { gpus: l40s(1, 5), cpu },
      models: { a: small({ replicas: 2 }), b: small({ replicas: 1 }) },
    });
    for (const name of ['a', 'b'])
      expect(rolloutOf(plan, name)).toEqual({ type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 });
  });
});

describe('production-aws', () => {
  const withNodes = (max: number): Plan => {
    const pool = productionAws.nodePools['l40s-single'];
    if (pool?.on !== 'cloud') throw new Error('production-aws has another pool');
    const { environment } = parseEnvironment({
      ...productionAws,
      nodePools: { ...productionAws.nodePools, 'l40s-single': { ...pool, nodes: { ...pool.nodes, max } } },
    });
    if (environment === undefined) throw new Error('production-aws is not read');
    return plan(environment);
  };
  const surges = (planned: Plan) =>
    ['qwen-2-5-32b', 'gpt-oss-20b']
      .map((name) => rolloutOf(planned, name))
      .filter((strategy) => strategy.type === 'RollingUpdate' && strategy.maxSurge === 1).length;

  test('has as many nodes as its spares need beside what still ends, and no more', () => {
    expect(productionAws.nodePools['l40s-single']).toMatchObject({ nodes: { max: 17 } });
    expect([17, 16, 15].map((nodes) => surges(withNodes(nodes)))).toEqual([2, 1, 0]);
    expect(strategyOf(byName(withNodes(15).servers, 'qwen-2-5-32b')).because).toBe(
      'an extra pod could preempt ollama while old pods still terminate: one old pod ends before its new pod starts',
    );
  });
});

describe('a drain', () => {
  test('names those who are pushed out, although they find another place', () => {
    const plan = planOf({
      pools: { gpus: l40s(3, 2), cpu },
      models: { a: large({ priority: 'interactive' }), b: small({ replicas: 2 }) },
    });
    expect(plan.placement.drains).toContainEqual({
      pool: 'gpus',
      nodes: 3,
      verdict: 'outage',
      outage: [{ workload: 'b', pods: 0 }],
    });
    expect(atOnce(plan, 'b')).toBe(1);
  });

  test('goes on with service where the other nodes have room, one pod at a time', () => {
    const plan = planOf({ pools: { gpus: l40s(2, 4), cpu }, models: { a: small({ replicas: 4 }) } });
    expect(plan.placement.drains).toContainEqual({ pool: 'gpus', nodes: 2, verdict: 'no outage', outage: [] });
    expect(atOnce(plan, 'a')).toBe(1);
  });

  test('may take as many pods as one node holds where they have not', () => {
    const plan = planOf({
      pools: { gpus: l40s(2, 4), cpu },
      models: { a: small({ replicas: 5 }), b: small({ priority: 'interactive' }) },
    });
    expect(plan.placement.drains).toContainEqual({
      pool: 'gpus',
      nodes: 2,
      verdict: 'outage',
      outage: [{ workload: 'a', pods: 4 }],
    });
    expect(atOnce(plan, 'a')).toBe(4);
    expect(atOnce(plan, 'b')).toBe(1);
    expect(byName(plan.servers, 'a').maxUnavailable.because).toBe(
      'as many pods as one node of pool gpus can hold, 4: with one node less they may not fit, and a drain must still end',
    );
  });

  test('of the only node takes all of them, the weights server with them', () => {
    const plan = planOf({ pools: { gpus: l40s(1, 4) }, models: { a: small({ replicas: 3 }) } });
    expect(atOnce(plan, 'a')).toBe(3);
    expect(plan.support.find(({ name }) => name === 'weights-server')?.maxUnavailable?.value).toBe(2);
    expect(plan.placement.drains[0]?.outage).toEqual([
      { workload: 'a', pods: 3 },
      { workload: 'weights-server', pods: 2 },
    ]);
  });

  test('may take all pods of what may be waiting for room already', () => {
    const plan = planOf({
      pools: { gpus: l40s(2, 2, { contention: 'by-priority' }), cpu },
      models: {
        a: small({ replicas: { min: 1, max: 3 }, priority: 'interactive' }),
        b: small({ replicas: { min: 1, max: 3 } }),
      },
    });
    expect(plan.placement.drains).toContainEqual({ pool: 'gpus', nodes: 2, verdict: 'no outage', outage: [] });
    expect(atOnce(plan, 'b')).toBe(3);
    expect(byName(plan.servers, 'b').maxUnavailable.because).toBe(
      'all pods: on contended nodes some may already be Pending, which counts against the budget, and a drain must still end',
    );
    expect(atOnce(plan, 'a')).toBe(2);
  });

  test('may take all of batch, which no budget protects', () => {
    const plan = planOf({
      pools: { gpus: l40s(2, 4), cpu },
      models: { a: small({ priority: 'batch', replicas: 3 }), b: small() },
    });
    expect([atOnce(plan, 'a'), atOnce(plan, 'b')]).toEqual(['all', 1]);
    expect(byName(plan.servers, 'a').maxUnavailable.because).toBe(
      'batch pods have no disruption budget: with one, the scheduler could preempt a ready pod of a higher priority class instead of a batch pod that still loads',
    );
  });

  test('takes a server from its volume', () => {
    const disks = {
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 1,
        cpu: 16,
        memory: 2 ** 37,
        ephemeralStorage: 2 ** 39,
        diskBandwidth: 3e9,
        nvme: [{ path: '/mnt/a', capacity: 2 ** 39, volumes: 1 }],
      },
    };
    const plan = planOf({
      pools: { gpus: l40s(['n1', 'n2', 'n3'], 1, disks), cpu },
      ollama: {
        o: {
          models: ['llama3.1:8b'],
          settings: { contextLength: 4096, parallel: 1, maxOutputLength: 256 },
          pools: ['gpus'],
          gpus: 1,
          replicas: 2,
          local: { kind: 'static' },
        },
      },
    });
    expect(plan.placement.drains).toContainEqual({
      pool: 'gpus',
      nodes: 3,
      verdict: 'outage',
      outage: [{ workload: 'o', pods: 1 }],
    });
  });
});

describe('a scale-up on contended nodes', () => {
  test('fits, pushes lower classes out, or waits, and takes no minimum of its own class', () => {
    const plan = planOf({
      pools: { gpus: l40s(1, 4, { contention: 'by-priority' }), cpu },
      models: {
        a: small({ replicas: { min: 1, max: 4 }, priority: 'interactive' }),
        b: small({ replicas: { min: 1, max: 2 } }),
        c: small({ replicas: { min: 1, max: 3 }, priority: 'batch' }),
      },
    });
    expect(plan.placement.scaleUps).toEqual([
      { workload: 'a', verdict: 'preempts', fits: 2, fitsByPreempting: 4, displaces: ['b', 'c'] },
      { workload: 'b', verdict: 'fits', fits: 2, fitsByPreempting: 2, displaces: [] },
      { workload: 'c', verdict: 'waits', fits: 2, fitsByPreempting: 2, displaces: [] },
    ]);
  });

  test('is not asked about where maxima are reserved', () => {
    expect(
      planOf({ pools: { gpus: l40s(1, 4), cpu }, models: { a: small({ replicas: { min: 1, max: 4 } }) } }).placement
        .scaleUps,
    ).toEqual([]);
  });
});

describe('the loss of spot nodes', () => {
  const g6 = { on: 'cloud' as const, instance: 'aws/g6.2xlarge' };
  const pools = {
    cpu,
    spot: { ...g6, nodes: { min: 0, max: 6 }, capacity: 'spot' as const },
    rest: { ...g6, nodes: { min: 0, max: 3 } },
  };
  const both = { pools: ['spot', 'rest'] as const };

  test('leaves what people wait for on the other nodes, and batch without room', () => {
    const plan = planOf({
      pools,
      models: {
        a: small({ ...both, replicas: 3, priority: 'interactive' }),
        b: small({ ...both, replicas: 2, priority: 'batch' }),
      },
    });
    expect(plan.placement.spotLosses).toEqual([
      { pools: ['spot'], served: [{ workload: 'a', replicas: 3 }], stopped: ['b'] },
    ]);
  });

  test('says at how many replicas an autoscaled model goes on', () => {
    const plan = planOf({
      pools,
      models: { a: small({ ...both, replicas: { min: 2, max: 5 }, priority: 'interactive' }) },
    });
    expect(plan.placement.spotLosses).toEqual([
      { pools: ['spot'], served: [{ workload: 'a', replicas: 2 }], stopped: [] },
    ]);
  });
});

test('the quota allows every maximum, the spare, and pods that still end', () => {
  const { quota } = planOf({
    pools: { gpus: l40s(2, 4), cpu },
    models: { a: small({ replicas: { min: 1, max: 3 } }), b: large({ priority: 'interactive' }) },
  });
  expect(quota['requests.nvidia.com/gpu']).toEqual({
    value: '12',
    because: 'maximum pods + temporary pods of a rollout or a drain: a 3 + 5, b 1 + 1',
  });
  expect(Object.keys(quota).sort()).toEqual([
    'limits.memory',
    'pods',
    'requests.cpu',
    'requests.memory',
    'requests.nvidia.com/gpu',
  ]);
});

test('a range of replicas has its autoscaler planned, a fixed number has none', () => {
  const { servers } = planOf({
    pools: { gpus: l40s(2, 4), cpu },
    models: { a: small({ replicas: { min: 1, max: 3 } }), b: small({ replicas: 2 }) },
  });
  expect(servers.map(({ autoscaling }) => autoscaling?.processingPerPod.value)).toEqual([2, undefined]);
});

test('a promise on one reserved pool is a promise of the maximum', () => {
  const pools = { gpus: l40s(1, 2), more: l40s(1, 2, { contention: 'by-priority' }), cpu };
  expect(() =>
    planOf({ pools, models: { a: small({ pools: ['more', 'gpus'], replicas: { min: 1, max: 5 } }) } }),
  ).toThrow('NeverFits');
  expect(
    environmentOf({ pools, models: { a: small({ pools: ['more'], replicas: { min: 1, max: 5 } }) } }).servers,
  ).toHaveLength(1);
  expect(
    planOf({ pools, models: { a: small({ pools: ['more'], replicas: { min: 1, max: 5 } }) } }).placement.scaleUps,
  ).toMatchObject([{ verdict: 'waits', fits: 2 }]);
});
