/** A number of nodes with GPUs that no label names. */
import { base, changed } from './base';
import { arc } from '../plan/fixtures/intel';

const { racks } = base.nodePools;
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
