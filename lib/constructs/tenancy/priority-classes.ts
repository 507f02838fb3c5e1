/** The PriorityClasses of the platform. The lowest never preempts other pods: it takes what is left. */
import { Construct } from 'constructs';
import { childPath, refuse } from '../../core';
import { object, objectLabels } from '../../kubernetes/draw';

/** One class. */
export interface PriorityClassInput {
  /** Name of the PriorityClass. */
  readonly name: string;
  /** Higher goes first: a whole number up to one billion. Higher numbers are for classes of the system. */
  readonly value: number;
  /** Whether its pods may preempt pods of lower classes. */
  readonly preempts: boolean;
  /** Who it is for, for people. */
  readonly description: string;
}

export interface PriorityClassesProps {
  readonly classes: readonly PriorityClassInput[];
}

/** Highest priority that is not the system's, and the lowest that the API can store. */
const highest = 1e9;
const lowest = -(2 ** 31);

/**
 * A PriorityClass for each entry. None is the default of the cluster: Corral does not rank pods that name no class.
 * `globalDefault` is left out: the server does not store `false`, so kubectl would print `configured` at each apply.
 *
 * @throws FaultError `PriorityOutOfRange` for a value that the API server would refuse
 */
export class PriorityClasses extends Construct {
  constructor(scope: Construct, id: string, { classes }: PriorityClassesProps) {
    super(scope, id);
    for (const { name, value, preempts, description } of classes) {
      if (!Number.isInteger(value) || value > highest || value < lowest) {
        refuse('PriorityOutOfRange', childPath(id, 'classes', name), `${value} is not a valid priority`, {
          allowed: `whole numbers from ${lowest} to ${highest}`,
        });
      }
      object(this, name, 'PriorityClass', {
        metadata: { name, labels: objectLabels({ component: 'priority', instance: name }) },
        value,
        preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
        description,
      });
    }
  }
}
