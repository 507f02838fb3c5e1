/** Ollama on GPUs of Intel. */
import { base, changed } from './base';
import { arc } from '../plan/fixtures/intel';

const { racks } = base.nodePools;
export const inputs = [
  changed(
    [['catalog', 'gpus'], { [arc.product]: arc }],
    [['nodePools', 'racks', 'hardware'], { ...racks.hardware, gpu: arc.product, deviceGroups: [992] }],
  ),
];

export const report = `test.ollama.fleet.pools[0]: Ollama would use GPUs of Intel by Vulkan only, where it cannot read how much memory is free; pool 'racks' has Intel-Arc-B580.
  fix: another pool · a model on llama-server · gpus 0, on a pool of CPUs
  [EngineWithoutGpus]`;
