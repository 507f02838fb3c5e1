/**
 * Scheduling of pods: on any of their pools, preferring the first; spread over zones; tolerating only the taints of
 * these pools.
 */
import { describe, expect, test } from '@jest/globals';
import type { NodeTarget, Taint } from '../../lib/core/node-selection';
import { FaultError } from '../../lib/core/fault';
import { affinity, tolerations, zoneSpread } from '../../lib/kubernetes/draw/scheduling';

const owner = { component: 'ollama', instance: 'fleet' };
const selector = { 'app.kubernetes.io/name': 'ollama', 'app.kubernetes.io/instance': 'fleet' };
const target = (name: string, ...taints: readonly Taint[]): NodeTarget => ({
  name,
  selector: [{ key: 'pool', operator: 'In', values: [name] }],
  taints,
});
const expression = (name: string) => ({ matchExpressions: [{ key: 'pool', operator: 'In', values: [name] }] });

describe('affinity', () => {
  test('without targets only keeps pods apart, and never insists', () => {
    expect(affinity(owner, [])).toEqual({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } },
          },
        ],
      },
    });
  });

  test('requires the one target, and prefers nothing', () => {
    expect(affinity(owner, [target('a')]).nodeAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [expression('a')] },
    });
  });

  test('requires any of several, and prefers them in their order', () => {
    const { nodeAffinity } = affinity(owner, [target('spot'), target('demand'), target('old')]);
    expect(nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual(
      ['spot', 'demand', 'old'].map(expression),
    );
    expect(nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toEqual([
      { weight: 100, preference: expression('spot') },
      { weight: 67, preference: expression('demand') },
      { weight: 34, preference: expression('old') },
    ]);
  });

  test('takes labels that only need to be there', () => {
    const { nodeAffinity } = affinity(owner, [
      { name: 'gpu', selector: [{ key: 'gpu', operator: 'Exists' }], taints: [] },
    ]);
    expect(nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] },
    ]);
  });

  test('refuses a target that would select no node', () => {
    expect(() => affinity(owner, [{ name: 'any', selector: [], taints: [] }])).toThrow(FaultError);
    expect(() => affinity(owner, [{ name: 'any', selector: [], taints: [] }])).toThrow(
      "any: has no labels, and would select no node.\n  fix: select by a label that its nodes carry: { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }\n  [SelectsNoNode]",
    );
  });
});

describe('tolerations', () => {
  const gpu = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
  const nvidia = 'nvidia.com/gpu';

  test('are left out where there is nothing to tolerate', () => {
    expect(tolerations([target('a', { key: 'soft', effect: 'PreferNoSchedule' })], [])).toBeUndefined();
  });

  test('of GPU nodes belong to every pod with GPUs, once', () => {
    expect(tolerations([], [nvidia])).toEqual([gpu]);
    expect(
      tolerations([target('gke', { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' })], [nvidia]),
    ).toEqual([gpu]);
  });

  test('of GPU nodes belong to a pod without GPUs where its own target has the taint', () => {
    expect(tolerations([target('gke', { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' })], [])).toEqual(
      [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' }],
    );
  });

  test('cover a taint that evicts, although its key is tolerated for scheduling', () => {
    expect(tolerations([target('a', { key: 'nvidia.com/gpu', effect: 'NoExecute' })], [nvidia])).toEqual([
      gpu,
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });

  test('name the value where the taint has one, and each taint once', () => {
    const spot: Taint = { key: 'spot', value: 'true', effect: 'NoSchedule' };
    expect(tolerations([target('a', spot), target('b', spot, { key: 'team', effect: 'NoExecute' })], [])).toEqual([
      { key: 'spot', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
      { key: 'team', operator: 'Exists', effect: 'NoExecute' },
    ]);
  });
});

test('pods are spread over zones where that is possible; those of a Deployment by revision', () => {
  const spread = {
    topologyKey: 'topology.kubernetes.io/zone',
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    nodeTaintsPolicy: 'Honor',
    nodeAffinityPolicy: 'Honor',
    labelSelector: { matchLabels: selector },
  };
  expect(zoneSpread(owner, 'Deployment')).toEqual([{ ...spread, matchLabelKeys: ['pod-template-hash'] }]);
  expect(zoneSpread(owner, 'StatefulSet')).toEqual([spread]);
});
