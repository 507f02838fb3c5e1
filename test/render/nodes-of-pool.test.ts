/** The nodes of a pool in the commands that are printed: as kubectl reads a selector. */
import { expect, test } from '@jest/globals';
import { parseEnvironment, type NodePoolInput } from '../../lib';
import { preparationOf } from '../../lib/render';
import { base, changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

/** The command that labels the nodes of a pool whose GPUs are shared. */
function labelCommand(change: Partial<NodePoolInput>): string {
  const racks = { ...base.nodePools.racks, sharing: { by: 'time-slicing', replicas: 2 }, ...change };
  const { environment, faults } = parseEnvironment(
    changed([['nodePools'], { racks }], [['models'], {}], [['ollama'], {}]),
  );
  const pool = environment?.nodePools['racks'];
  if (environment === undefined || pool === undefined) throw new Error(reportOf(faults));
  return preparationOf(pool, environment.cluster)?.commands.at(-1) ?? '';
}

const configured = 'nvidia.com/device-plugin.config=racks';

test('labels with one value each', () => {
  expect(labelCommand({ nodes: 3, labels: { row: 'a', rack: '2' } })).toBe(
    `kubectl label node -l 'row=a,rack=2' ${configured}`,
  );
});

test('a label with several values is a set, in quotes', () => {
  expect(labelCommand({ nodes: 3, labels: { row: ['a', 'b'], rack: '2' } })).toBe(
    `kubectl label node -l 'row in (a,b),rack=2' ${configured}`,
  );
});
