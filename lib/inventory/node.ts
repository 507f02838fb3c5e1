/** A live node as pods see it: labels, taints, what it offers, and what pods of others take of it. */
import type { LabelRequirement, Taint } from '../core';
import { isPassingTaint } from '../kubernetes/kinds';
import { amountsOf, askedBy, plus, type Amounts, type AskingPod } from './amounts';
import { conditionOf, partOf, type LiveObject } from './live-object';
import { isOurs } from './owner';

export interface LiveNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Those that its owner or provider set to keep pods off for good: states, and taints that come and go, are not among
   * them.
   */
  readonly taints: readonly Taint[];
  readonly allTaints: readonly Taint[];
  /** `linux` where nothing says otherwise. */
  readonly operatingSystem: string;
  /** `amd64`, `arm64`; absent where nothing says it. */
  readonly architecture?: string;
  readonly isCordoned: boolean;
  /** Whether its object is being deleted. */
  readonly isDeleted: boolean;
  /** Why it is not ready; absent when it is. */
  readonly notReady?: string;
  readonly capacity: Amounts;
  /** What the kubelet offers to pods, all together. */
  readonly allocatable: Amounts;
  /** What is left of it beside the pods of others, DaemonSets among them. */
  readonly free: Amounts;
}

interface NodeSpec {
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
}

interface NodeStatus {
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly nodeInfo: { readonly operatingSystem?: string; readonly architecture?: string };
}

type PodSpec = AskingPod & { readonly nodeName: string };

/** What pods of others ask for, by node. */
export function askedByOthers(pods: readonly LiveObject[]): ReadonlyMap<string, Amounts> {
  const asked = new Map<string, Amounts>();
  for (const pod of pods.filter((each) => !isOurs(each))) {
    const spec = partOf<PodSpec>(pod.spec);
    if (spec.nodeName !== undefined) asked.set(spec.nodeName, plus(asked.get(spec.nodeName) ?? {}, askedBy(spec)));
  }
  return asked;
}

/** A kubelet that has just joined reports no amounts yet: a pool of them would be one of nothing. */
const withoutAmounts = (allocatable: Amounts): string | undefined =>
  ['cpu', 'memory'].every((resource) => (allocatable[resource] ?? 0) > 0)
    ? undefined
    : 'its kubelet reports no CPU or no memory';

export function liveNode(node: LiveObject, others: Amounts = {}): LiveNode {
  const { taints = [], unschedulable = false } = partOf<NodeSpec>(node.spec);
  const status = partOf<NodeStatus>(node.status);
  const ready = conditionOf(node, 'Ready');
  const allocatable = amountsOf(status.allocatable);
  const { labels = {} } = node.metadata;
  return {
    name: node.metadata.name,
    labels,
    taints: taints.filter(({ key }) => !isPassingTaint(key)),
    allTaints: taints,
    operatingSystem:
      labels['kubernetes.io/os'] ?? labels['beta.kubernetes.io/os'] ?? status.nodeInfo?.operatingSystem ?? 'linux',
    architecture: labels['kubernetes.io/arch'] ?? labels['beta.kubernetes.io/arch'] ?? status.nodeInfo?.architecture,
    isCordoned: unschedulable,
    isDeleted: node.metadata.deletionTimestamp !== undefined,
    notReady:
      ready?.status === 'True'
        ? withoutAmounts(allocatable)
        : (ready?.message ?? ready?.reason ?? 'it gives no reason'),
    capacity: amountsOf(status.capacity),
    allocatable,
    // The number of pods is a limit of the kubelet's, not a sum that pods ask for.
    free: Object.fromEntries(
      Object.entries(allocatable).map(([resource, amount]) => [resource, amount - (others[resource] ?? 0)]),
    ),
  };
}

/** Whether a node's labels meet a requirement. */
export function meets({ labels }: Pick<LiveNode, 'labels'>, { key, operator, values }: LabelRequirement): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  const isListed = value !== undefined && values.includes(value);
  return operator === 'In' ? isListed : !isListed;
}
