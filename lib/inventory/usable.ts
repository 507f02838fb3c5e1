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
import type { LiveNode } from './node';
import { gpuReasons, unusableGpus, type UnusableGpus, type WantedGpus } from './usable-gpus';

/** Why a node cannot be used. */
export interface Unusable {
  readonly reason: NodeReason | UnusableGpus['reason'] | 'operating-system' | 'not-ready' | 'cordoned';
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
  unusableGpus(node, gpus);

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
