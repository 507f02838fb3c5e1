/**
 * Machines of one's own that are alike, as a pool: their names, and hardware from what kubelets and GPU feature
 * discovery say.
 */
import type { GpuCatalog } from '../catalog';
import {
  daemonsOf,
  diskComment,
  least,
  leastFree,
  slowDisk,
  taintsOf,
  type Alike,
  type FoundPool,
  type LeftOut,
} from './found-pool';
import { foundGpus, isUndeclarable } from './pool-gpu';
import { coresDown, sizeDown } from './sizes';
import { code, fields } from './source';

const hostname = 'kubernetes.io/hostname';

/** Said where nodes carry no label that sets the pools apart. */
const namesComment = (name: string): string =>
  `Selected by node names: a new node restarts the pods of this pool. To avoid this, give all such pools a label: kubectl label node NAME corral.dev/pool=${name}, and here labels: { 'corral.dev/pool': '${name}' }`;

/** @param label key of a label that sets the pools apart from each other; none where nodes carry no such label */
export function metalPool(
  name: string,
  nodes: Alike,
  gpuCatalog: GpuCatalog,
  label: string | undefined,
): FoundPool | LeftOut {
  const [first] = nodes;
  const gpus = foundGpus(first, gpuCatalog);
  if (isUndeclarable(gpus)) return { nodes, because: gpus.because };
  const cpu = coresDown(least(nodes, 'cpu'));
  const memory = least(nodes, 'memory');
  const hardware = {
    fields: [
      ...fields({
        gpu: gpus?.product,
        gpus: gpus?.cards,
        architecture: first.architecture === 'arm64' ? 'arm64' : undefined,
      }).fields,
      ...(gpus?.groups ?? []),
      ...fields({
        cpu,
        memory: sizeDown(memory),
        ephemeralStorage: sizeDown(leastFree(nodes, 'ephemeral-storage')),
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
    value: {
      fields: [
        { key: 'on', value: 'metal' },
        {
          key: 'nodes',
          value: nodes.map((node) => node.labels[hostname] ?? node.name),
          comments: label === undefined ? [namesComment(name)] : undefined,
        },
        ...fields({
          labels: label === undefined ? undefined : fields({ [label]: first.labels[label] }),
          hardware,
          sharing: gpus?.sharing,
          gpuResource: gpus?.resource,
          taints: taintsOf(first.taints),
          daemons: daemonsOf(nodes, { millicores: cpu * 1000, memory }),
        }).fields,
      ],
    },
  };
}
