/** A model whose memory was measured is marked as such: in the plan, in what is drawn, and in the difference. */
import { expect, test } from '@jest/globals';
import type { Model } from '../../lib/catalog/model';
import type { EnvironmentInput } from '../../lib/environment/environment';
import { difference } from '../../lib/diff';
import { synthesise } from '../../lib/synthesise';
import { commands } from '../../scripts/commands';
import { base, type Change, changed, smallModel } from '../invalid/base';

const own: Model = {
  ...smallModel,
  architecture: { ...smallModel.architecture, architecture: 'afmoe' },
  memory: {
    measured: {
      gpu: [9000],
      host: 500,
      contextLength: 4096,
      parallel: 2,
      build: 'b11382',
      by: 'corral measure on 1 × NVIDIA L4, 2026-11-29',
    },
  },
};
const driver = { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' } as const;
const whole = (...changes: readonly Change[]): EnvironmentInput =>
  changed([['prerequisites'], [...base.prerequisites, driver]], ...changes) as EnvironmentInput;
const withOwn = whole([['catalog', 'models', 'own/Q4_K_M'], own], [['models', 'chat', 'weights'], 'own/Q4_K_M']);
const text =
  'not computed, but measured: 1 GPU, build b11382, 4096 tokens × 2 slots, by corral measure on 1 × NVIDIA L4, 2026-11-29';

function plan(...argv: readonly string[]): string {
  const out: string[] = [];
  const status = commands.plan.run(['--env', 'test', ...argv], {
    console: { out: (line) => out.push(line), error: (line) => out.push(line), layout: { width: 240, colours: false } },
    environments: [withOwn],
  });
  expect(status).toBe(0);
  return out.join('\n');
}

test('in the plan, with its margin', () => {
  expect(plan()).toMatch(/^ {2}chat +10 500 {2}measured 9 000, margin 900, context 600$/m);
  expect(plan()).toContain(`  Memory of chat is ${text}.`);
  expect(plan('--explain', 'chat')).toContain(`memory is ${text}`);
});

test('in an annotation of its Deployment, and in no other', () => {
  const { charts } = synthesise(withOwn);
  const marked = charts
    .flatMap(({ manifests }) => manifests)
    .flatMap(({ kind, metadata: { name, annotations } }) => {
      const found = annotations?.['corral.dev/measured-memory'];
      return found === undefined ? [] : [[kind, name, found]];
    });
  expect(marked).toEqual([['Deployment', 'chat', text]]);
});

test('in the difference to a model whose memory is computed', () => {
  const { models } = difference(
    { name: 'before', charts: synthesise(whole()).charts },
    { name: 'after', charts: synthesise(withOwn).charts },
  );
  expect(models.find(({ model }) => model.endsWith('/chat'))?.facts).toContainEqual({
    fact: 'memory from',
    before: undefined,
    after: text,
  });
});
