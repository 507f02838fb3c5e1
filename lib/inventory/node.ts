/** A live node as pods see it: labels, taints, what it offers, and what pods of others take of it. */
import type { LabelRequirement, Taint } from '../core/node-selection';
import { amountsOf, askedBy, plus, type Amounts, type AskingPod } from './amounts';
import { conditionOf, partOf, type LiveObject } from './live-object';
import { isOurs } from './owner';

export interface LiveNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Those that its owner or provider set; what the cluster says by taints of a node's state is said below. */
  readonly taints: readonly Taint[];
  readonly isCordoned: boolean;
  /** Why it is not ready; absent when it is. */
  readonly notReady?: string;
  readonly capacity: Amounts;
  /** What the kubelet offers to pods, all together. */
  readonly allocatable: Amounts;
  /** What is left of it beside the pods of others, DaemonSets among them. */
  readonly free: Amounts;
}

/** Taints that say how a node is, not what it is for. */
const stateOnly = /^(node\.kubernetes\.io|node\.cloudprovider\.kubernetes\.io)\//;

interface NodeSpec {
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
}

interface NodeStatus {
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
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

export function liveNode(node: LiveObject, others: Amounts = {}): LiveNode {
  const { taints = [], unschedulable = false } = partOf<NodeSpec>(node.spec);
  const status = partOf<NodeStatus>(node.status);
  const ready = conditionOf(node, 'Ready');
  const allocatable = amountsOf(status.allocatable);
  return {
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    taints: taints.filter(({ key }) => !stateOnly.test(key)),
    isCordoned: unschedulable,
    notReady: ready?.status === 'True' ? undefined : (ready?.message ?? ready?.reason ?? 'it says nothing'),
    capacity: amountsOf(status.capacity),
    allocatable,
    // The number of pods is a limit of the kubelet's, not a sum that pods ask for.
    free: Object.fromEntries(Object.entries(allocatable).map(([resource, amount]) => [resource, amount - (others[resource] ?? 0)])),
  };
}

/** Whether a node's labels meet a requirement. */
export function meets({ labels }: Pick<LiveNode, 'labels'>, { key, operator, values }: LabelRequirement): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  const isListed = value !== undefined && values.includes(value);
  return operator === 'In' ? isListed : !isListed;
}
