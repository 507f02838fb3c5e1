/** The faults of a piece of work, instead of an exception: those of several environments are reported together. */
import { FaultError, type Fault } from '../../lib';

const orThrow = (error: unknown): readonly Fault[] => {
  if (error instanceof FaultError) return error.faults;
  throw error;
};

export function faultsOf(work: () => void): readonly Fault[] {
  try {
    work();
    return [];
  } catch (error) {
    return orThrow(error);
  }
}

/** The same for work that waits. */
export const faultsOfLong = (work: () => Promise<void>): Promise<readonly Fault[]> => work().then(() => [], orThrow);
