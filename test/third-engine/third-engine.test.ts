/** An engine that exists only here goes through everything, without a change in the library. */
import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../lib';
import { FaultError, formatFault } from '../../lib/core/fault';
import { loadersBefore, treeOf } from '../../lib/delivery';
import { difference, planFacts } from '../../lib/diff';
import { defaultEngines, enginesOf } from '../../lib/engines/registry';
import { synthesise, type Synthesis } from '../../lib/synthesise';
import { staging } from '../../overlays/staging';
import { explain } from '../../scripts/plan/explain';
import { modelsText } from '../../scripts/plan/models';
import { gem, type GemInput } from './engine';

interface Deployment {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly object[] } } };
}

const engines = enginesOf([...defaultEngines.values(), gem]);
const model: GemInput = {
  engine: 'gem',
  weights: 'llama-3.1-8b-instruct/Q4_K_M',
  settings: { contextLength: 4096, parallel: 2, maxOutputLength: 512 },
  pools: ['l4'],
  gpus: 1,
  replicas: { min: 1, max: 2 },
};
const environment = (more: Partial<GemInput> = {}, amendments: typeof staging.amendments = []) => ({
  ...staging,
  amendments,
  nodePools: {
    ...staging.nodePools,
    l4: { on: 'cloud' as const, instance: 'aws/g6.2xlarge', nodes: { min: 0, max: 2 } },
  },
  ollama: {},
  models: { crystal: { ...model, ...more } },
});
const report = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (error) {
    if (error instanceof FaultError) return error.faults.map(formatFault).join('\n');
    throw error;
  }
};

const synthesis = synthesise(environment(), engines);
const chart = synthesis.charts.find(({ name }) => name === 'gem-crystal');
const specOf = (kind: string) => chart?.manifests.find((each: Manifest) => each.kind === kind)?.spec;
const layout = { width: 240, colours: false };

describe('the engine gem', () => {
  test('is no engine of an environment that does not register it', () => {
    expect(report(() => synthesise(environment()))).toContain("staging.models.crystal.engine: 'gem'");
  });

  test('is drawn with its own command line, Service, policy and autoscaler', () => {
    expect(chart?.manifests.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'ServiceAccount',
    ]);
    expect(specOf('Deployment')).toMatchObject({
      template: {
        spec: {
          containers: [
            {
              name: 'gem',
              command: ['/gem'],
              args: [
                '--weights',
                expect.stringMatching(/^\/models\/gguf\/llama-3\.1-8b.*\.gguf$/),
                '--context',
                '4096',
              ],
              ports: [{ name: 'http', containerPort: 9090 }],
              readinessProbe: { httpGet: { path: '/ready' } },
            },
          ],
        },
      },
    });
    expect(specOf('HorizontalPodAutoscaler')).toMatchObject({
      metrics: [{ pods: { metric: { name: 'gem_waiting' } } }, { pods: { metric: { name: 'gem_working' } } }],
    });
    expect(JSON.stringify(specOf('NetworkPolicy'))).toContain('9090');
  });

  test('is planned: a context that does not fit is refused, with one that does', () => {
    const refusal = report(() =>
      synthesise(environment({ settings: { ...model.settings, contextLength: 32_768 } }), engines),
    );
    expect(refusal).toMatch(
      /^staging\.models\.crystal: needs 37 \d{3} MiB on one NVIDIA-L4 of pool l4 \(21 651 MiB usable\): weights 4 \d{3}, KV cache 32 768\.$/m,
    );
    expect(refusal).toMatch(/^ {2}fits with: contextLength \d+/m);
    expect(refusal).toContain('[ModelDoesNotFit]');
  });

  test('is judged: its own rules for variables hold', () => {
    const amendment = {
      target: 'Deployment llm-serving/crystal',
      patch: () => ({}),
      reason: 'test',
    };
    const env = [{ name: 'GEM_CACHE', value: '1' }];
    const patch = { spec: { template: { spec: { containers: [{ ...containerOf(synthesis), env }] } } } };
    expect(report(() => synthesise(environment({}, [{ ...amendment, patch }]), engines))).toContain(
      "GEM_CACHE may not be '1': gem takes flags only",
    );
  });

  test('is delivered after its weights, in a unit of its own', () => {
    expect(loadersBefore(synthesis.plan, 'gem-crystal')).toEqual(['load-llama-3-1-8b-instruct-q4-k-m']);
    expect([...treeOf(synthesis).files.keys()].some((path) => path.includes('gem-crystal'))).toBe(true);
  });

  test('is compared by its settings', () => {
    const side = (name: string, { charts, plan }: Synthesis) => ({ name, charts, engines, facts: planFacts(plan) });
    const longer = synthesise(environment({ settings: { ...model.settings, contextLength: 8192 } }), engines);
    const { models } = difference(side('before', synthesis), side('after', longer));
    expect(JSON.stringify(models)).toContain('8192');
  });

  test('is printed by the plan', () => {
    expect(modelsText(synthesis.plan, layout)).toMatch(/^ {2}crystal +llama-3\.1-8b-instruct\/Q4_K_M +l4 +1–2 +1$/m);
    const server = synthesis.plan.servers.find(({ workload }) => workload.name === 'crystal');
    if (server === undefined) throw new Error('no crystal');
    expect(explain({ plan: synthesis.plan, workload: server })).toContain(
      'crystal: llama-3.1-8b-instruct/Q4_K_M with gem on l4, 1 to 2 replicas, standard',
    );
  });
});

/** The container of the rendered Deployment, which an amendment replaces as a whole. */
function containerOf({ charts }: Synthesis): object {
  const manifests = charts.find(({ name }) => name === 'gem-crystal')?.manifests ?? [];
  const [deployment] = manifests.filter(({ kind }) => kind === 'Deployment') as unknown as readonly Deployment[];
  return deployment?.spec.template.spec.containers[0] ?? {};
}
