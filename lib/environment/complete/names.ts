/** Object names of workloads: a key as a label, each name once, none that Corral or every namespace has already. */
import { type Path, slug } from '../../core';
import type { FaultList } from '../fault-codes';
import { reservedNames } from '../reserved-names';

/**
 * The job that brings weights into the store, or verifies them on a claim; a store that is read in place shares its
 * namespace with the engines.
 */
export const loaderName = (weights: string, work: 'load' | 'verify'): string => `${work}-${slug(weights)}`;

const isReserved = (name: string): name is keyof typeof reservedNames => Object.hasOwn(reservedNames, name);

/** The names that workloads of one environment have taken so far. */
export class Names {
  private readonly takenAt = new Map<string, Path>();

  /** @param furtherReserved whether a name belongs to an object of this environment: what that is */
  constructor(
    private readonly faults: FaultList,
    private readonly furtherReserved: (name: string) => string | undefined = () => undefined,
  ) {}

  /** The object name of a workload. What is wrong with it is reported. */
  give(key: string, place: Path): string {
    const name = slug(key);
    if (!/^[a-z]/.test(name)) {
      this.faults.add(
        'BadName',
        place,
        `'${key}' becomes the object name '${name}', and the name of a Service starts with a letter`,
        {
          fix: 'choose a key that starts with a letter',
        },
      );
    }
    const owner = isReserved(name) ? reservedNames[name] : this.furtherReserved(name);
    if (owner !== undefined) {
      this.faults.add('ReservedName', place, `the object name '${name}' belongs to ${owner}`, {
        fix: 'choose another key',
      });
    }
    this.take(name, place);
    return name;
  }

  /** Marks a further name that a workload's objects have. */
  take(name: string, place: Path): void {
    const before = this.takenAt.get(name);
    if (before === undefined) this.takenAt.set(name, place);
    else {
      this.faults.add('NameCollision', place, `the object name '${name}' is that of ${before} already`, {
        fix: 'choose another key for one of the two',
      });
    }
  }
}
