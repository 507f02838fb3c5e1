/** The ladder of PriorityClasses. The lowest never preempts: it takes what is left. */
import { Construct } from 'constructs';
import { objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

/** One rung. */
export interface PriorityRung {
  /** Name of the PriorityClass. */
  readonly name: string;
  /** Higher goes first; below one billion, where the system's own begin. */
  readonly value: number;
  /** Whether its pods may push out pods of lower rungs. */
  readonly preempts: boolean;
  /** Who it is for, for people. */
  readonly description: string;
}

export interface PriorityLadderProps {
  readonly rungs: readonly PriorityRung[];
}

/** A PriorityClass for each rung. None is the cluster's default: pods that name no class are not ours to rank. */
export class PriorityLadder extends Construct {
  constructor(scope: Construct, id: string, { rungs }: PriorityLadderProps) {
    super(scope, id);
    for (const { name, value, preempts, description } of rungs) {
      object(this, name, 'PriorityClass', {
        metadata: { name, labels: objectLabels({ component: 'priority', instance: name }) },
        value,
        globalDefault: false,
        preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
        description,
      });
    }
  }
}
