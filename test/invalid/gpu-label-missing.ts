/** A number of nodes with GPUs that no label names. */
import { base, changed } from './base';

const { racks } = base.nodePools;
const arc = {
  vendor: 'intel',
  product: 'Intel-Arc-B580',
  memoryMib: 12_000,
  memoryType: 'GDDR',
  bandwidthGbPerSecond: 456,
  computeCapability: 'xe2',
  migProfiles: [],
  source: 'data sheet: 12 GB',
};

export const inputs = [
  changed(
    [['catalog', 'gpus'], { [arc.product]: arc }],
    [
      ['nodePools', 'racks'],
      { on: 'metal', nodes: 2, hardware: { ...racks.hardware, gpu: arc.product, deviceGroups: [992] } },
    ],
    [['ollama'], {}],
  ),
];

export const report = `test.nodePools.racks.nodes: no label shows which nodes have Intel-Arc-B580, so a number of nodes does not find them.
  fix: the names of the nodes · labels that these nodes carry and no others
  [GpuLabelMissing]`;
