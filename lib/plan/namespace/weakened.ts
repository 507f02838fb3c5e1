/** Promises that hold only in part in an environment, by its rights or by what it states: never silent. */
import type { Environment } from '../../environment';

/** A promise, and what holds instead. */
export interface Weakened {
  /** What is promised where nothing takes it away. */
  readonly promise: string;
  /** What holds in this environment. */
  readonly holds: string;
}

const named = (kind: string, objects: readonly { readonly name: string }[]): string =>
  objects.length === 0 ? `no ${kind} is declared` : `${kind} ${objects.map(({ name }) => name).join(', ')}`;

function ofNamespace({ cluster }: Environment): readonly Weakened[] {
  const { serving } = cluster.namespaces;
  return [
    {
      promise: 'the namespaces deny all traffic that no policy allows',
      holds: `only pods of Corral deny it: other pods in ${serving} keep their rules, and a policy of others that selects all pods can allow more`,
    },
    {
      promise: 'the namespaces admit only pods that are restricted',
      holds: `pods of Corral are restricted; what else is admitted, the labels of ${serving} decide`,
    },
    {
      promise: 'a quota, defaults and a cap on the GPUs of one pod hold for every pod',
      holds: `none is rendered; what exists is counted: ${named('ResourceQuota', cluster.existingQuotas)}, ${named('LimitRange', cluster.existingLimits)}`,
    },
    {
      promise: 'only pods of the store can mount its claim',
      holds: `every pod in ${serving} can mount it, pods of others too`,
    },
  ];
}

const withoutPriorities: Weakened = {
  promise: 'pods of a higher priority preempt those of a lower one',
  holds:
    'no pod of Corral names a PriorityClass: none preempts another, and pods of other namespaces with a higher priority can preempt them',
};

/** A claim of several nodes that engines read in place; a claim of one node is a disk like any other. */
function inPlace({ cluster: { weights } }: Environment): readonly Weakened[] {
  if (weights.kind !== 'existing' || weights.read !== 'in-place' || weights.reason === undefined) return [];
  return [
    {
      promise: 'pods of engines start and end while the store cannot be reached',
      holds: `they mount claim '${weights.claimName}' and need it: ${weights.reason}`,
    },
  ];
}

/** The promises that hold only in part in an environment. */
export const weakened = (environment: Environment): readonly Weakened[] => [
  ...(environment.cluster.scope === 'namespaced' ? ofNamespace(environment) : []),
  ...(environment.cluster.priorityClasses === 'none' ? [withoutPriorities] : []),
  ...inPlace(environment),
];
