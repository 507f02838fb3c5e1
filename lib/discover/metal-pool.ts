/** Machines of one's own that are alike, as a pool: their names, and hardware from what kubelets and GPU feature discovery say. */
import { mib } from '../core/bytes';
import type { GpuCatalog } from '../catalog/gpu';
import { daemonsOf, diskComment, least, leastFree, slowDisk, taintsOf, type Alike, type FoundPool, type LeftOut } from './found-pool';
import { foundGpus, isUndeclarable } from './pool-gpu';
import { coresDown, sizeDown } from './sizes';
import { code, fields } from './source';

const hostname = 'kubernetes.io/hostname';

export function metalPool(name: string, nodes: Alike, gpuCatalog: GpuCatalog): FoundPool | LeftOut {
  const [first] = nodes;
  const gpus = foundGpus(first, gpuCatalog);
  if (isUndeclarable(gpus)) return { nodes, because: gpus.because };
  const cpu = coresDown(least(nodes, 'cpu'));
  const memory = gpus?.hostMemoryMib === undefined ? least(nodes, 'memory') : mib(gpus.hostMemoryMib);
  const hardware = {
    fields: [
      ...fields({
        gpu: gpus?.product, gpus: gpus?.cards, cpu, memory: sizeDown(memory), ephemeralStorage: sizeDown(leastFree(nodes, 'ephemeral-storage')),
      }).fields,
      { key: 'diskBandwidth', value: code(slowDisk), comments: [diskComment] },
    ],
  };
  return {
    name,
    nodes,
    capacity: 'on-demand',
    gpus: gpus?.cards ?? 0,
    gpuAddition: gpus?.addition && [gpus.product, gpus.addition],
    value: fields({
      on: 'metal',
      nodes: nodes.map((node) => node.labels[hostname] ?? node.name),
      hardware,
      sharing: gpus?.sharing,
      taints: taintsOf(first.taints),
      daemons: daemonsOf(nodes, { millicores: cpu * 1000, memory }),
    }),
  };
}
