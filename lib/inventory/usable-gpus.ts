/** Whether pods can use the GPUs of a live node, and if not, why. */
import { vendorOfResource, vendorOrNvidia } from '../catalog';
import type { PoolGpu } from '../environment';
import { gpuSign, isServed, splitOtherwise, unserved, unservedSign } from './accelerators';
import { differentKinds, gpuLabel, labelValues, productOf } from './gpu-labels';
import { allUnitsOf, gpusOf, profileOf, unitsOf, type LiveGpus, type Units } from './gpus';
import type { LiveNode } from './node';

/** What is wrong with the GPUs of a node. */
export const gpuReasons = [
  'gpu-not-served',
  'gpu-down',
  'gpu-failed',
  'gpu-mixed',
  'gpu-invalid',
  'gpu-shares',
  'gpu-single',
] as const;

export interface UnusableGpus {
  readonly reason: (typeof gpuReasons)[number];
  /** For people, after the name of the node. */
  readonly because: string;
}

/** The GPUs that a pool uses: the resource, and how it declares that they are shared. */
export type WantedGpus = Pick<PoolGpu, 'resource'> & Partial<Pick<PoolGpu, 'sharing'>>;

const invalidMig = /-MIG-INVALID$/;

/** States of the MIG manager in which slices come and go. */
const migInWork: readonly string[] = ['pending', 'rebooting', 'failed'];

/** What a configuration of the whole node makes of all GPUs of a vendor. */
function configured(node: LiveNode, resource: string | undefined): UnusableGpus | undefined {
  // A node with several vendors is judged by the GPUs that the pool uses.
  const { sharing } = vendorOrNvidia(resource);
  if (sharing.length === 0) return undefined;
  const product = gpuLabel(node, 'product', resource) ?? '';
  if (invalidMig.test(product)) {
    return {
      reason: 'gpu-invalid',
      because:
        "MIG strategy 'single' needs the same profile on all GPUs, but their layout differs " +
        `(label nvidia.com/gpu.product=${product})`,
    };
  }
  const working = node.labels['nvidia.com/mig.config.state'] ?? '';
  if (migInWork.includes(working)) {
    return { reason: 'gpu-down', because: `MIG is being configured (label nvidia.com/mig.config.state=${working})` };
  }
  const split = splitOtherwise(node.allocatable);
  return split === undefined
    ? undefined
    : {
        reason: 'gpu-not-served',
        because: `GPUs that another component partitions or passes through (resource ${split})`,
      };
}

function withoutUnits({ capacity, allocatable, labels }: LiveNode): UnusableGpus | undefined {
  const others = unserved(capacity, allocatable);
  if (others.length > 0) {
    return { reason: 'gpu-not-served', because: `${others.join(', ')}, which Corral does not support` };
  }
  const sign = unservedSign(labels);
  if (sign !== undefined) {
    return { reason: 'gpu-not-served', because: `accelerators that Corral does not support (label ${sign})` };
  }
  const kept = Object.entries(capacity).find(([resource, units]) => isServed(resource) && units > 0)?.[0];
  const shown = gpuSign(labels);
  if (kept === undefined && shown === undefined) return undefined;
  const { called } = kept === undefined && shown !== undefined ? shown.vendor : vendorOrNvidia(kept);
  const seen =
    kept === undefined ? `label ${shown?.sign ?? ''}` : `${capacity[kept] ?? 0} ${kept}, none of them allocatable`;
  return {
    reason: 'gpu-down',
    because: `GPUs that no device plugin reports (${seen}): install ${called}'s device plugin on the node, or read its log`,
  };
}

/** `16 nvidia.com/mig-1g.10gb, 8 nvidia.com/mig-2g.20gb`. */
const unitsText = (units: readonly Units[]): string =>
  units
    .map(([resource, count]) => `${count} ${resource}`)
    .sort()
    .join(', ');

/** How an overlay names one kind of units. */
function kindText([resource, count]: Units): string {
  const profile = profileOf(resource);
  return profile === undefined
    ? `hardware: { gpus: ${count} }`
    : `sharing: { by: 'mig', profile: '${profile}', units: ${count} }`;
}

/** Units that the labels let expect, beside those that are offered. */
function counted(node: LiveNode, { resource, units }: LiveGpus, perCard: number): UnusableGpus | undefined {
  const { factLabels, tool } = vendorOrNvidia(resource);
  if (factLabels === undefined) return undefined;
  const ofCards = gpuLabel(node, 'count', resource) ?? node.labels['cloud.google.com/gke-accelerator-count'];
  const label = profileOf(resource) === undefined ? ofCards : node.labels[`${resource}.count`];
  const cards = Number(label);
  if (label === undefined || !Number.isInteger(cards) || cards <= 0 || cards * perCard === units) return undefined;
  if (cards * perCard < units) {
    const labelled = [cards, ...[productOf(node, resource)].filter((name) => name !== undefined)].join(' ');
    return {
      reason: 'gpu-mixed',
      because: `GPUs of different products: the labels report ${labelled}, but the node offers ${units} ${resource}`,
    };
  }
  return {
    reason: 'gpu-failed',
    because: `the node offers only ${units} of ${cards * perCard} ${resource}: look for a failed GPU with ${tool} on the node`,
  };
}

/** GPUs of one node of different products, or that are parts with the name of whole ones. */
function ofVendor(node: LiveNode, { resource }: LiveGpus): UnusableGpus | undefined {
  const vendor = vendorOrNvidia(resource);
  const different = differentKinds(node, vendor);
  if (different !== undefined) {
    const { key, values } = different;
    const by = key === vendor.productLabel ? '' : `${key}: `;
    return {
      reason: 'gpu-mixed',
      because: `GPUs of different products (${by}${values.join(', ')}), which a pod cannot choose from`,
    };
  }
  const { parts } = vendor;
  // Other resources of whole GPUs say by their name that they are whole.
  if (parts === undefined || resource !== vendor.resource) return undefined;
  const [cut] = parts.labels.flatMap((key) =>
    labelValues(node, key).flatMap((value) => (parts.whole.test(value) ? [] : [`${key}=${value}`])),
  );
  return cut === undefined
    ? undefined
    : {
        reason: 'gpu-not-served',
        because: `GPUs that are cut into partitions, which Corral does not support (label ${cut})`,
      };
}

/** Shares and slices that have the name of whole GPUs, where it is not declared. */
function mistaken(node: LiveNode, gpus: LiveGpus, wanted: WantedGpus | undefined): UnusableGpus | undefined {
  const { resource, units, sharing } = gpus;
  if (sharing.by === 'mig' && profileOf(resource) === undefined) {
    return {
      reason: 'gpu-single',
      because:
        `MIG slices of ${productOf(node, resource) ?? 'its GPUs'} with strategy 'single': set the strategy to 'mixed', ` +
        'so that slices have their own resource name, and run this again',
    };
  }
  if (wanted?.sharing?.by !== 'none' || resource !== wanted.resource) return undefined;
  return sharing.by === 'time-slicing' || sharing.by === 'mps'
    ? {
        reason: 'gpu-shares',
        because:
          `${units} ${resource} that are shares of its GPUs (${sharing.by}) but have the name of whole GPUs: ` +
          `declare them, sharing: { by: '${sharing.by}', replicas: ${sharing.replicas}, named: 'usual-name' }, or set ` +
          'renameByDefault: true, so that no pod mistakes a share for a whole GPU',
      }
    : undefined;
}

/** The kinds of units that are judged: what is wanted, where it is offered, else those of the same vendor. */
function judged(node: LiveNode, wanted: WantedGpus | undefined): readonly Units[] {
  if (wanted === undefined) return unitsOf(node);
  const ofSame = allUnitsOf(node).filter(
    ([resource]) => vendorOfResource(resource) === vendorOfResource(wanted.resource),
  );
  const own = ofSame.filter(([resource]) => resource === wanted.resource);
  return own.length > 0 ? own : ofSame;
}

/**
 * Why the GPUs of a node cannot be used; absent where they can, or where it has none.
 *
 * @param wanted those that a pool uses: others on the node are of no concern
 */
export function unusableGpus(node: LiveNode, wanted?: WantedGpus): UnusableGpus | undefined {
  const byConfiguration = configured(node, wanted?.resource);
  if (byConfiguration !== undefined) return byConfiguration;
  const [first, ...others] = judged(node, wanted);
  if (first === undefined) return unitsOf(node).length > 0 ? undefined : withoutUnits(node);
  if (others.length > 0) {
    const units = [first, ...others];
    return {
      reason: 'gpu-mixed',
      because:
        `several kinds of GPU units (${unitsText(units)}): write a pool for one kind by hand, ` +
        `as ${kindText(units.find(([resource]) => profileOf(resource) !== undefined) ?? first)}`,
    };
  }
  const gpus = gpusOf(node, first[0]);
  if (gpus === undefined) return undefined;
  const { sharing } = gpus;
  const perCard = sharing.by === 'time-slicing' || sharing.by === 'mps' ? sharing.replicas : 1;
  return ofVendor(node, gpus) ?? mistaken(node, gpus, wanted) ?? counted(node, gpus, perCard);
}
