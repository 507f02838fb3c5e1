/** A plan whose rights end at one namespace: without preemption, and within the quotas that exist. */
import { describe, expect, test } from '@jest/globals';
import { gib, gigabytes } from '../../lib/core/bytes';
import type { ExistingQuota } from '../../lib/environment';
import { quotaUses, weakened } from '../../lib/plan';
import { spot } from '../invalid/plan/base';
import { cpus, environmentOf, l40s, large, planOf, refusal, small, type Parts } from './fixtures/environment';

const cpu = cpus(2);
const namespaced = {
  scope: 'namespaced',
  namespace: 'team',
  weights: { kind: 'class', storageClass: 'cephfs', capacity: gib(100), bandwidth: gigabytes(1) },
} as const;

const within = (parts: Parts, more: object = {}): Parts => ({ ...parts, cluster: { ...namespaced, ...more } });
const quota = (hard: ExistingQuota['hard'], usedByOthers?: ExistingQuota['usedByOthers']) => ({
  existingQuotas: [{ name: 'team', hard, usedByOthers }],
});

describe('without PriorityClasses', () => {
  const contended: Parts = {
    pools: { gpus: l40s(1, 3, { contention: 'by-priority' }), cpu },
    models: {
      chat: small({ priority: 'interactive', replicas: { min: 1, max: 2 } }),
      low: small({ replicas: { min: 1, max: 2 } }),
      batch: small({ priority: 'batch' }),
    },
  };

  test('a scale-up waits where it would preempt', () => {
    const [withClasses] = planOf(contended).placement.scaleUps;
    expect(withClasses).toMatchObject({ workload: 'chat', fits: 1, fitsByPreempting: 2, verdict: 'preempts' });
    expect(refusal(within(contended))).toContain(
      'but a scale-up of chat, low (same priority) can take the place of a pod that restarts.',
    );
  });

  test('no remedy is a higher priority', () => {
    expect(refusal(within(contended))).not.toMatch(/priority '|a higher priority/);
    expect(refusal({ ...contended, models: { ...contended.models, batch: small() } })).toMatch(/priority '/);
  });

  test('a small pod can shut out a large one of a higher class, which is refused', () => {
    const parts: Parts = {
      pools: { gpus: l40s(2, 2), cpu },
      models: { low: small({ replicas: 2 }), chat: large({ priority: 'interactive' }) },
    };
    expect(refusal(parts)).toBe('');
    expect(refusal(within(parts))).toContain('[FitsOnlyInSomeOrder]');
  });

  test('no rollout and no drain preempts, and batch has a disruption budget as the others', () => {
    const parts: Parts = {
      pools: { gpus: l40s(2, 3), cpu },
      models: { chat: small({ priority: 'interactive', replicas: 2 }), batch: small({ priority: 'batch' }) },
    };
    const budgetOf = (plan: ReturnType<typeof planOf>) =>
      plan.servers.find(({ workload }) => workload.name === 'batch')?.maxUnavailable.value;
    expect(budgetOf(planOf(parts))).toBe('all');
    const plan = planOf(within(parts));
    expect(budgetOf(plan)).toBe(1);
    expect(plan.placement.rollouts.flatMap(({ displaces }) => displaces)).toEqual([]);
    expect(plan.servers.map(({ scheduling }) => scheduling.priorityClassName)).toEqual([undefined, undefined]);
  });

  test('a lost spot pool may stop standard and batch, and no model that people wait for', () => {
    const lost = (priority: 'interactive' | 'standard'): Parts =>
      within({
        pools: { ...spot(2, 1), cpu },
        models: { a: small({ pools: ['spot', 'rest'], priority, replicas: 2 }) },
      });
    expect(refusal(lost('interactive'))).toContain('[SpotLossStopsService]');
    expect(planOf(lost('standard')).placement.spotLosses).toEqual([{ pools: ['spot'], served: [], stopped: ['a'] }]);
  });

  test('PriorityClasses that exist are counted on', () => {
    expect(planOf(within(contended, { priorityClasses: 'existing' })).placement.scaleUps).toEqual(
      planOf(contended).placement.scaleUps,
    );
  });
});

describe('quotas that exist', () => {
  const parts: Parts = { pools: { gpus: l40s(2, 2), cpu }, models: { chat: small({ replicas: 2 }) } };

  test('have room for all maxima', () => {
    expect(refusal(within(parts, quota({ 'requests.nvidia.com/gpu': '5', pods: '20' })))).toBe('');
  });

  test('show what is needed of them and what is left', () => {
    const plan = planOf(within(parts, quota({ 'requests.nvidia.com/gpu': '6', services: '5' }, { services: '1' })));
    expect(plan.quota['requests.nvidia.com/gpu']?.value).toBe('5');
    expect(quotaUses(plan)).toEqual([
      {
        quota: 'team',
        key: 'requests.nvidia.com/gpu',
        needed: 5n * 10n ** 9n,
        because: 'chat 2 + 3',
        left: 6n * 10n ** 9n,
      },
    ]);
  });

  test('that others use are too small, and fewer replicas fit', () => {
    expect(refusal(within(parts, quota({ 'requests.nvidia.com/gpu': '5' }, { 'requests.nvidia.com/gpu': '2' }))))
      .toBe(`test.cluster.existingQuotas[0].hard['requests.nvidia.com/gpu']: 5 are needed at the maxima, with pods of a rollout or a drain (chat 2 + 3), but quota 'team' leaves 3: 5 minus 2 of others.
  fits with: replicas 1 of chat
  [QuotaTooSmall]`);
  });

  test('of which others use all leave nothing', () => {
    expect(refusal(within(parts, quota({ pods: '3' }, { pods: '9' })))).toContain(
      "but quota 'team' leaves 0: 3 minus 9 of others.\n  fix: have the quota raised by ",
    );
  });

  test('count the claims of the store, by class and together', () => {
    const storage = (hard: Record<string, string>) => refusal(within(parts, quota(hard)));
    expect(storage({ 'requests.storage': '99Gi' })).toContain('100Gi are needed at the maxima');
    expect(storage({ 'cephfs.storageclass.storage.k8s.io/requests.storage': '99Gi' })).toContain('100Gi are needed');
    expect(storage({ 'other.storageclass.storage.k8s.io/requests.storage': '0' })).toBe('');
    expect(storage({ persistentvolumeclaims: '0' })).toContain('1 are needed');
    expect(storage({ 'requests.storage': '100Gi', persistentvolumeclaims: '1' })).toBe('');
  });

  test('count volumes of a tier', () => {
    const tier = within(
      { ...parts, models: { chat: small({ replicas: 2, local: { kind: 'csi', tier: 'fast' } }) } },
      {
        storageTiers: { fast: { storageClass: 'topolvm', bandwidth: gigabytes(1) } },
        ...quota({ 'topolvm.storageclass.storage.k8s.io/persistentvolumeclaims': '3' }),
      },
    );
    expect(refusal(tier)).toContain('5 are needed at the maxima, with pods of a rollout or a drain (chat 5)');
  });

  test('that count limits of CPU give every container one, which is counted', () => {
    const counted = within(parts, quota({ 'limits.cpu': '100' }));
    const plan = planOf(counted);
    expect(plan.support.map(({ wants }) => wants.cpuLimit)).toEqual([2000, 2000, 2000]);
    expect(plan.servers[0]?.compute).toMatchObject({ helperCpuLimit: 2000 });
    const [use] = quotaUses(plan);
    const limit = plan.servers[0]?.compute.cpuLimit ?? 0;
    // Chat 2 + 3, the weights server 2 + 2, the loaders 1 + 1, the collector 1.
    expect(use?.because).toBe('chat 2 + 3, weights-server 2 + 2, loaders 1 + 1, collector 1');
    expect(Number(use?.needed ?? 0n) / 1e6).toBe(5 * limit + 2000 * (4 + 2 + 1));
    expect(refusal(within(parts, quota({ 'limits.cpu': '12' })))).toContain('[QuotaTooSmall]');
  });

  test('a default limit of CPU gives every container one of its own', () => {
    const limits = { existingLimits: [{ name: 'team', limits: [{ type: 'Container', default: { cpu: '500m' } }] }] };
    expect(planOf(within(parts, limits)).support.map(({ wants }) => wants.cpuLimit)).toEqual([2000, 2000, 2000]);
    expect(planOf(within(parts)).support.map(({ wants }) => wants.cpuLimit)).toEqual([undefined, undefined, undefined]);
  });

  test('Ollama gets a limit to which its threads are pinned', () => {
    const fleet: Parts = {
      pools: { gpus: l40s(1, 2), cpu },
      ollama: {
        o: {
          models: ['llama3.2:3b'],
          settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
          pools: ['gpus'],
          gpus: 1,
          cpu: 3.5,
          replicas: 1,
        },
      },
    };
    expect(planOf(fleet).servers[0]?.compute.cpuLimit).toBeUndefined();
    expect(planOf(within(fleet, quota({ 'limits.cpu': '100' }))).servers[0]?.compute.cpuLimit).toBe(3500);
  });

  test('the demand counts engines and the store together, since both are in the namespace', () => {
    const plan = planOf(within(parts));
    expect(plan.quota['pods']?.because).toContain('weights-server');
    expect(plan.quota['requests.storage']?.value).toBe('100Gi');
  });
});

describe('promises that hold only in part', () => {
  const promises = (parts: Parts) => weakened(environmentOf(parts)).map(({ promise }) => promise);
  const parts: Parts = { pools: { gpus: l40s(1, 1), cpu }, models: { chat: small() } };

  test('are none where the environment may use the whole cluster', () => {
    expect(promises(parts)).toEqual([]);
  });

  test('are stated, each with what holds', () => {
    expect(promises(within(parts, { priorityClasses: 'existing' }))).toEqual([
      'the namespaces deny all traffic that no policy allows',
      'the namespaces admit only pods that are restricted',
      'a quota, defaults and a cap on the GPUs of one pod hold for every pod',
      'only pods of the store can mount its claim',
    ]);
    expect(weakened(environmentOf(within(parts, quota({ pods: '20' }))))).toContainEqual({
      promise: 'a quota, defaults and a cap on the GPUs of one pod hold for every pod',
      holds: 'none is rendered; what exists is counted: ResourceQuota team, no LimitRange is declared',
    });
  });

  test('are one more without PriorityClasses', () => {
    expect(promises(within(parts))).toContain('pods of a higher priority preempt those of a lower one');
  });
});
