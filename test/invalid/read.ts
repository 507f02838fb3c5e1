/** What the reader tells about the environments of a fixture: as each by itself is read, then together. */
import { type Fault, formatFault } from '../../lib/core/fault';
import { parseEnvironment } from '../../lib/environment/complete';
import { checkTogether } from '../../lib/environment/together';

/** Environments as an overlay writes them, with something wrong, and the whole report of it. */
export interface InvalidFixture {
  readonly inputs: readonly unknown[];
  readonly report: string;
}

export function faultsOf(inputs: readonly unknown[]): readonly Fault[] {
  const parsed = inputs.map((input) => parseEnvironment(input));
  return [
    ...parsed.flatMap(({ faults }) => faults),
    ...checkTogether(parsed.flatMap(({ environment }) => environment ?? [])),
  ];
}

export const reportOf = (faults: readonly Fault[]): string => faults.map(formatFault).join('\n');
