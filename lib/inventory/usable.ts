/** Whether pods of the platform can use a live node, and if not, why. Discover and preflight share this judgement. */
import type { Taint } from '../core';
import {
  asideLabels,
  autopilotName,
  spotLabels,
  taintMarks,
  virtualLabels,
  type LabelMark,
  type NodeReason,
  type TaintMark,
} from '../kubernetes/kinds';
import { vendorOfResource, vendorOrNvidia } from '../catalog';
import type { PoolGpu } from '../environment';
import { gpuSign, isServed, splitOtherwise, unserved, unservedSign } from './accelerators';
import { gpuLabel, gpusOf, labelValues, productOf, unitsOf } from './gpus';
import type { LiveNode } from './node';

/** What is wrong with the GPUs of a node. */
const gpuReasons = [
  'gpu-not-served',
  'gpu-down',
  'gpu-failed',
  'gpu-mixed',
  'gpu-invalid',
  'gpu-shares',
  'gpu-single',
] as const;
type GpuReason = (typeof gpuReasons)[number];

/** The GPUs that a pool declares. */
export type WantedGpus = Pick<PoolGpu, 'resource' | 'sharing'>;

/** Why a node cannot be used. */
export interface Unusable {
  readonly reason: NodeReason | GpuReason | 'operating-system' | 'not-ready' | 'cordoned';
  /** For people, after the name of the node: `the cluster autoscaler is removing it (taint …)`. */
  readonly because: string;
}

/** As kubectl writes it: `dedicated=llm:NoSchedule`. */
export const taintText = ({ key, value, effect }: Taint): string =>
  `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`;

/** A declared taint without a value is tolerated whatever the value. */
export const covers = (declared: Taint, { key, value = '', effect }: Taint): boolean =>
  declared.key === key && declared.effect === effect && (declared.value === undefined || declared.value === value);

const hasLabel = ({ labels }: Pick<LiveNode, 'labels'>, { key, values }: LabelMark): boolean => {
  const value = labels[key];
  return value !== undefined && (values === undefined || values.includes(value));
};

const labelText = ({ labels }: Pick<LiveNode, 'labels'>, { key }: LabelMark): string =>
  labels[key] === '' ? key : `${key}=${labels[key] ?? ''}`;

const isMark = ({ key }: Taint, mark: TaintMark): boolean =>
  typeof mark.key === 'string' ? mark.key === key : mark.key.test(key);

/** A taint that only prefers keeps no pod off. */
const isHard = ({ effect }: Taint): boolean => effect !== 'PreferNoSchedule';

/** Reasons for which an environment may declare the taint, and have its pods go there all the same. */
const declarable: readonly NodeReason[] = ['control-plane', 'reserved'];

function byTaint(
  { allTaints }: LiveNode,
  reasons: readonly NodeReason[],
  declared: readonly Taint[],
): Unusable | undefined {
  const isDeclared = (mark: TaintMark, taint: Taint): boolean =>
    declarable.includes(mark.reason) && declared.some((one) => covers(one, taint));
  for (const mark of taintMarks.filter(({ reason }) => reasons.includes(reason))) {
    const taint = allTaints.filter(isHard).find((each) => isMark(each, mark) && !isDeclared(mark, each));
    if (taint === undefined) continue;
    const detail = mark.reason === 'control-plane' ? '' : ` (taint ${taintText(taint)})`;
    return { reason: mark.reason, because: `${mark.because}${detail}` };
  }
  return undefined;
}

function virtual(node: LiveNode): Unusable | undefined {
  const label = virtualLabels.find((mark) => hasLabel(node, mark));
  if (label !== undefined) return { reason: 'virtual', because: `${label.because} (label ${labelText(node, label)})` };
  if (!autopilotName.test(node.name)) return undefined;
  return {
    reason: 'virtual',
    because: 'GKE Autopilot creates such nodes for single pods, so a pool cannot select them',
  };
}

const otherSystem = ({ operatingSystem }: LiveNode): Unusable | undefined =>
  operatingSystem === 'linux'
    ? undefined
    : { reason: 'operating-system', because: `it runs ${operatingSystem}, but the images need Linux` };

/** What a state keeps off the node for now. */
function state({ notReady, isCordoned, isDeleted }: LiveNode): Unusable | undefined {
  if (isDeleted) return { reason: 'leaving', because: 'it is being deleted' };
  if (notReady !== undefined) return { reason: 'not-ready', because: `it is not ready: ${notReady}` };
  return isCordoned ? { reason: 'cordoned', because: 'it is cordoned' } : undefined;
}

/** Vendors whose units a node offers. */
const vendorsOf = ({ allocatable }: LiveNode) =>
  new Set(
    Object.keys(allocatable).flatMap((resource) => (isServed(resource) ? (vendorOfResource(resource) ?? []) : [])),
  );

const invalidMig = /-MIG-INVALID$/;

/** States of the MIG manager in which slices come and go. */
const migInWork: readonly string[] = ['pending', 'rebooting', 'failed'];

function withoutUnits(node: LiveNode): Unusable | undefined {
  const { capacity, allocatable, labels } = node;
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
const unitsText = (units: readonly (readonly [string, number])[]): string =>
  units
    .map(([resource, count]) => `${count} ${resource}`)
    .sort()
    .join(', ');

/** How an overlay names one kind of units. */
const kindText = ([resource, count]: readonly [string, number]): string => {
  const [, profile] = /mig-(.*)$/.exec(resource) ?? [];
  return profile === undefined
    ? `hardware: { gpus: ${count} }`
    : `sharing: { by: 'mig', profile: '${profile}', units: ${count} }`;
};

/** Units that the labels let expect, beside those that are offered. */
function counted(node: LiveNode, resource: string, units: number, perCard: number): Unusable | undefined {
  const ofCards = gpuLabel(node, 'count') ?? node.labels['cloud.google.com/gke-accelerator-count'];
  const label = resource.startsWith('nvidia.com/mig-') ? node.labels[`${resource}.count`] : ofCards;
  const cards = Number(label);
  if (label === undefined || !Number.isInteger(cards) || cards <= 0 || cards * perCard === units) return undefined;
  if (cards * perCard < units) {
    const labelled = [cards, ...[productOf(node)].filter((name) => name !== undefined)].join(' ');
    return {
      reason: 'gpu-mixed',
      because: `GPUs of different products: the labels report ${labelled}, but the node offers ${units} ${resource}`,
    };
  }
  return {
    reason: 'gpu-failed',
    because: `the node offers only ${units} of ${cards * perCard} ${resource}: look for a failed GPU with ${vendorOrNvidia(resource).tool} on the node`,
  };
}

/** GPUs of one node of different products, or that are parts with the name of whole ones. */
function ofVendor(node: LiveNode): Unusable | undefined {
  for (const vendor of vendorsOf(node)) {
    const products = vendor.productLabel === undefined ? [] : labelValues(node, vendor.productLabel);
    if (products.length > 1)
      return {
        reason: 'gpu-mixed',
        because: `GPUs of different products (${products.join(', ')}), which a pod cannot choose from`,
      };
    const cut = vendor.parts?.labels.find(
      (key) => node.labels[key] !== undefined && vendor.parts?.whole.test(node.labels[key]) === false,
    );
    if (cut !== undefined)
      return {
        reason: 'gpu-not-served',
        because: `GPUs that are cut into partitions, which Corral does not support (label ${cut}=${node.labels[cut] ?? ''})`,
      };
  }
  return undefined;
}

function gpuReason(node: LiveNode, wanted?: WantedGpus): Unusable | undefined {
  const { allocatable, labels } = node;
  const product = gpuLabel(node, 'product') ?? '';
  if (invalidMig.test(product)) {
    return {
      reason: 'gpu-invalid',
      because:
        "MIG strategy 'single' needs the same profile on all GPUs, but their layout differs " +
        `(label nvidia.com/gpu.product=${product})`,
    };
  }
  const working = labels['nvidia.com/mig.config.state'] ?? '';
  if (migInWork.includes(working)) {
    return { reason: 'gpu-down', because: `MIG is being configured (label nvidia.com/mig.config.state=${working})` };
  }
  const split = splitOtherwise(allocatable);
  if (split !== undefined) {
    return {
      reason: 'gpu-not-served',
      because: `GPUs that another component partitions or passes through (resource ${split})`,
    };
  }
  const units = unitsOf(node);
  const [first] = units;
  if (units.length > 1 && first !== undefined && (allocatable[wanted?.resource ?? ''] ?? 0) === 0) {
    return {
      reason: 'gpu-mixed',
      because:
        `several kinds of GPU units (${unitsText(units)}): write a pool for one kind by hand, ` +
        `as ${kindText(units.find(([resource]) => resource.includes('/mig-')) ?? first)}`,
    };
  }
  const gpus = gpusOf(node, wanted?.resource);
  if (gpus === undefined) return withoutUnits(node);
  const different = ofVendor(node);
  if (different !== undefined) return different;
  const { resource, units: offered, sharing } = gpus;
  if (sharing.by === 'mig' && !resource.includes('/mig-')) {
    return {
      reason: 'gpu-single',
      because:
        `MIG slices of ${productOf(node) ?? 'its GPUs'} with strategy 'single': set the strategy to 'mixed', ` +
        'so that slices have their own resource name, and run this again',
    };
  }
  const replicas = sharing.by === 'time-slicing' || sharing.by === 'mps' ? sharing.replicas : 1;
  if (wanted !== undefined && wanted.sharing.by === 'none' && replicas > 1 && resource === wanted.resource) {
    return {
      reason: 'gpu-shares',
      because:
        `${offered} ${resource} that are shares of its GPUs (${sharing.by}) but have the name of whole GPUs: ` +
        `declare them, sharing: { by: '${sharing.by}', replicas: ${replicas}, named: 'usual-name' }, or set ` +
        'renameByDefault: true, so that no pod mistakes a share for a whole GPU',
    };
  }
  return counted(node, resource, offered, replicas);
}

/**
 * Why a node cannot be used; absent where it can.
 *
 * @param declared taints that the environment declares for its pool, and so means to tolerate
 * @param gpus units that its pool uses: others on the node are of no concern
 */
export const unusable = (node: LiveNode, declared: readonly Taint[] = [], gpus?: WantedGpus): Unusable | undefined =>
  virtual(node) ??
  otherSystem(node) ??
  byTaint(node, ['virtual', 'leaving'], declared) ??
  byTaint(node, ['control-plane', 'reserved'], declared) ??
  byTaint(node, ['starting', 'pressed'], declared) ??
  state(node) ??
  gpuReason(node, gpus);

/** Whether it is only the GPUs of a node that cannot be used: pods without GPUs still go there. */
export const isOfGpus = ({ reason }: Unusable): boolean => gpuReasons.some((each) => each === reason);

/** For what else a node is there, although no taint keeps pods off: a control plane that takes pods, a system pool. */
export function asideFor(node: LiveNode): string | undefined {
  const mark = asideLabels.find((each) => hasLabel(node, each));
  return mark && `${mark.because} (label ${labelText(node, mark)})`;
}

/** The label by which a node may be taken away at short notice: `cloud.google.com/gke-preemptible=true`. */
export function spotMark(node: Pick<LiveNode, 'labels'>): string | undefined {
  const mark = spotLabels.find((each) => hasLabel(node, each));
  return mark && labelText(node, mark);
}
