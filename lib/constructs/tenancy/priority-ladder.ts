/** The ladder of PriorityClasses. The lowest never preempts: it takes what is left. */
import { Construct } from 'constructs';
import { refuse } from '../../core/fault';
import { at } from '../../core/path';
import { objectLabels } from '../../kubernetes/draw/labels';
import { object } from '../../kubernetes/draw/object';

/** One rung. */
export interface PriorityRung {
  /** Name of the PriorityClass. */
  readonly name: string;
  /** Higher goes first; a whole number up to one billion, above which the system's own are. */
  readonly value: number;
  /** Whether its pods may push out pods of lower rungs. */
  readonly preempts: boolean;
  /** Who it is for, for people. */
  readonly description: string;
}

export interface PriorityLadderProps {
  readonly rungs: readonly PriorityRung[];
}

/** Highest priority that is not the system's, and the lowest that the API has room for. */
const highest = 1e9;
const lowest = -(2 ** 31);

/**
 * A PriorityClass for each rung. None is the cluster's default: pods that name no class are not ours to rank.
 * `globalDefault: false` is what the server takes silence for, and kubectl would say `configured` at each apply, since
 * it is not kept.
 *
 * @throws FaultError `PriorityOutOfRange` for a value that the API server would refuse
 */
export class PriorityLadder extends Construct {
  constructor(scope: Construct, id: string, { rungs }: PriorityLadderProps) {
    super(scope, id);
    for (const { name, value, preempts, description } of rungs) {
      if (!Number.isInteger(value) || value > highest || value < lowest) {
        refuse('PriorityOutOfRange', at(id, 'rungs', name), `${value} is not a valid priority`, {
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
