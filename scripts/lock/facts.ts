/** What a header says of a model, refused with the file in front of the key. */
import { FaultError } from '../../lib';

/** Refuses what a header says with the file in front of the key. */
export function factsOf<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new FaultError(error.faults.map((each) => ({ ...each, at: `${file} ${each.at}` })));
  }
}
