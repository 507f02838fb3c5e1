/** The example of an incomplete entry, pasted, is one that is accepted, and keeps what was given. */
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEnvironment } from '../../lib/environment/complete';
import { runs } from '../generators/runs';
import { changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

const gpu = {
  product: 'NVIDIA-X1',
  memoryMib: 40_000,
  memoryType: 'HBM',
  bandwidthGbPerSecond: 900,
  computeCapability: '9.0',
  migProfiles: [{ profile: '1g.5gb', memoryMib: 5000, perGpu: 7, computeSlices: 1, memoryFrom: 'measured' }],
  source: "what 'nvidia-smi' says",
  architecture: 'arm64',
} as const;
const machine = {
  cloud: 'azure',
  type: 'Standard_X1',
  vcpu: 12,
  memoryMib: 50_000,
  allocatable: { millicores: 11_000, memoryMib: 40_000, pods: 32 },
  gpu: { product: 'NVIDIA-X1', count: 2 },
  networkMbps: 5000,
} as const;

type Entry = Readonly<Record<string, unknown>>;

const read = (gpus: Entry, instances: Entry) =>
  parseEnvironment(changed([['catalog', 'gpus'], gpus], [['catalog', 'instances'], instances]));

/** The entries of the examples in a report. */
function pasted(report: string): Entry {
  const examples = [...report.matchAll(/of this example: (.*)$/gm)].map(([, example = '']) => example);
  return runInNewContext(`JSON.parse(JSON.stringify({ ${examples.join(', ')} }))`) as Entry;
}

const part = <T extends object>(whole: T) =>
  fc
    .subarray(Object.keys(whole))
    .map((keys) => Object.fromEntries(Object.entries(whole).filter(([key]) => keys.includes(key))));

test('whatever of an entry is left out, the example in its place is complete', () => {
  fc.assert(
    fc.property(part(gpu), part(machine), part(machine.allocatable), (someGpu, someMachine, allocatable) => {
      const given = 'allocatable' in someMachine ? { ...someMachine, allocatable } : someMachine;
      const { faults } = read({ 'NVIDIA-X1': someGpu }, { 'azure/Standard_X1': given });
      const report = reportOf(faults);
      expect(report).not.toContain('[MissingField]');
      const examples = pasted(report);
      const completeGpu = (examples['NVIDIA-X1'] ?? someGpu) as Entry;
      const completeMachine = (examples['azure/Standard_X1'] ?? given) as Entry;
      expect(completeGpu).toMatchObject(someGpu);
      expect(completeMachine).toMatchObject(given);
      expect(reportOf(read({ 'NVIDIA-X1': completeGpu }, { 'azure/Standard_X1': completeMachine }).faults)).toBe('');
    }),
    { numRuns: runs(60) },
  );
});

test('an entry that is no object has no example', () => {
  expect(reportOf(read({ 'NVIDIA-X1': 24_576 }, {}).faults)).toContain('[WrongType]');
});
