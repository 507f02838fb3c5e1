/** The RuntimeClass and PriorityClasses that an environment names and others make. */
import { vendorOf } from '../catalog';
import { childPath } from '../core';
import { gpuRuntimeClass } from '../kubernetes/kinds';
import { priorities } from '../workload';
import { priorityClassName } from '../plan';
import { difference, type Comparison, type Difference } from './difference';
import { missingClass } from './missing-class';
import { storageDifferences } from './storage-classes';

function runtime({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const {
    cluster: { runtimeClass },
    nodePools,
    name,
  } = environment;
  if (inventory.isUnread('RuntimeClass')) return [];
  if (
    runtimeClass !== 'existing' ||
    Object.values(nodePools).every(({ gpu }) => gpu === undefined || !vendorOf(gpu.gpu).needsRuntimeClass)
  )
    return [];
  const here = childPath(name, 'cluster', 'runtimeClass');
  const found = inventory.find('RuntimeClass', '', gpuRuntimeClass);
  if (found === undefined) {
    return missingClass(
      inventory,
      'RuntimeClass',
      gpuRuntimeClass,
      here,
      'install the GPU operator, which creates it',
      "runtimeClass: 'owned', if the nodes' container runtime has this handler",
      "runtimeClass: 'none', if NVIDIA's runtime is the default",
    );
  }
  const { handler } = found;
  if (handler === gpuRuntimeClass) return [];
  return [
    difference(
      'ClassDiffers',
      here,
      `RuntimeClass '${gpuRuntimeClass}' with handler '${gpuRuntimeClass}'`,
      `handler '${String(handler)}'`,
      'let the GPU operator create the class',
    ),
  ];
}

function priorityValues({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  if (environment.cluster.priorityClasses !== 'existing' || inventory.isUnread('PriorityClass')) return [];
  return priorities.flatMap((priority) => {
    const name = priorityClassName(priority);
    const found = inventory.find('PriorityClass', '', name);
    const here = childPath(environment.name, 'priorities', priority);
    if (found === undefined)
      return missingClass(
        inventory,
        'PriorityClass',
        name,
        here,
        "priorityClasses: 'owned' in one of the environments of the cluster",
      );
    const wanted = environment.priorities[priority];
    const { value } = found;
    return value === wanted
      ? []
      : [
          difference(
            'ClassDiffers',
            here,
            `PriorityClass '${name}' with value ${wanted}`,
            `value ${String(value)}`,
            `priorities: { ${priority}: ${String(value)} }`,
          ),
        ];
  });
}

export const classDifferences = (comparison: Comparison): readonly Difference[] => [
  ...storageDifferences(comparison),
  ...runtime(comparison),
  ...priorityValues(comparison),
];
