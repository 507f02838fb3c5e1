/** What `npm run fuzz` is to run, read from the words of the command line and checked. */
import { FaultError, type Fault } from '../../lib';
import { fault } from '../../lib/internal';
import { usageFault, type Values } from '../../scripts/command';
import { line } from './options';

export interface Order {
  readonly subjects: readonly string[];
  readonly count: number;
  readonly seed: number;
  readonly from: number;
  readonly lanes: number;
}

/** What is to be run. @throws FaultError for numbers that are none, and for an unknown subject */
export function orderOf(
  { subject, count = '20000', seed = '20261129', from = '0', lanes = '2' }: Values<typeof line.options>,
  known: readonly string[],
): Order {
  const least = { count: 1, seed: 0, from: 0, lanes: 1 };
  const numbers = { count, seed, from, lanes };
  const faults: readonly Fault[] = [
    ...(Object.keys(numbers) as (keyof typeof numbers)[])
      .filter(
        (name) =>
          !/^\d+$/.test(numbers[name]) ||
          !Number.isSafeInteger(Number(numbers[name])) ||
          Number(numbers[name]) < least[name],
      )
      .map((name) =>
        usageFault(line, `--${name} has '${numbers[name]}'`, { allowed: `a whole number from ${least[name]}` }),
      ),
    ...(subject === undefined || known.includes(subject)
      ? []
      : [fault('Usage', `npm run ${line.name}`, `--subject has '${subject}'`, { allowed: known })]),
  ];
  if (faults.length > 0) throw new FaultError(faults);
  return {
    subjects: subject === undefined ? known : [subject],
    count: Number(count),
    seed: Number(seed),
    from: Number(from),
    lanes: Number(lanes),
  };
}
