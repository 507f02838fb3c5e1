/** What an environment declares beside pools and workloads: priorities, prerequisites, exemptions. */
import { at, type Path } from '../../core/path';
import type { EnvironmentInput, Exemption, Prerequisite } from '../environment';
import type { FaultList } from '../fault-codes';
import { priorities, type Priority } from '../workload';
import { refuseTwice } from './lists';

/** A factor of ten from class to class, so that others can stand between. */
const usualPriorities: Readonly<Record<Priority, number>> = { critical: 1_000_000, interactive: 100_000, standard: 10_000, batch: 1000 };

/** The value of each class; they must fall in the order of the ladder. */
export function completePriorities(
  faults: FaultList, given: EnvironmentInput['priorities'], place: Path,
): Readonly<Record<Priority, number>> {
  const values = Object.fromEntries(priorities.map((name) => [name, given?.[name] ?? usualPriorities[name]])) as Record<Priority, number>;
  priorities.slice(1).forEach((lower, index) => {
    const higher = priorities[index] ?? lower;
    if (values[higher] > values[lower]) return;
    faults.add('PriorityOrder', at(place, higher), `${higher} (${values[higher]}) is not above ${lower} (${values[lower]})`, {
      fix: [`${higher} above ${values[lower]}`, `${lower} below ${values[higher]}`],
    });
  });
  return values;
}

/** Kinds that live in a namespace. */
const namespaced: readonly Prerequisite['kind'][] = ['Secret', 'ConfigMap'];

const nameOf = ({ kind, namespace, name }: Prerequisite): string => `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

export function checkDeclarations(
  faults: FaultList, prerequisites: readonly Prerequisite[], exemptions: readonly Exemption[], place: Path,
): void {
  refuseTwice(faults, prerequisites, at(place, 'prerequisites'), nameOf);
  prerequisites.forEach(({ kind, namespace }, index) => {
    const here = at(place, 'prerequisites', index, 'namespace');
    if (namespaced.includes(kind) && namespace === undefined) {
      faults.add('PrerequisiteScope', here, `a ${kind} is in a namespace, and none is given`, { fix: 'say in which namespace it is' });
    }
    if (!namespaced.includes(kind) && namespace !== undefined) {
      faults.add('PrerequisiteScope', here, `a ${kind} is in no namespace, and '${namespace}' is given`, { fix: 'leave it out' });
    }
  });
  refuseTwice(faults, exemptions, at(place, 'exemptions'), ({ rule, object }) => `exemption of ${object} from ${rule}`);
}
