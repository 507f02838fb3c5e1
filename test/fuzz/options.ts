/** The command line of `npm run fuzz`. */
import { fault, FaultError, type Fault } from '../../lib';
import { usageFault, type CommandLine, type Values } from '../../scripts/command';

export const line = {
  name: 'fuzz',
  does: 'Mutates inputs by the thousand: every one is refused with a clear fault, or leads to a valid result.',
  options: {
    subject: {
      type: 'string',
      value: 'SUBJECT',
      text: 'inputs of this kind only: environments, amendments, headers, answers, outputs (default: all)',
    },
    count: { type: 'string', value: 'N', text: 'inputs of each kind (default: 20000)' },
    seed: { type: 'string', value: 'N', text: 'seed of the mutations (default: 20261129)' },
    from: { type: 'string', value: 'N', text: 'number of the first input (default: 0)' },
    lanes: { type: 'string', value: 'N', text: 'processes at a time (default: 2)' },
  },
  exits: {
    0: 'every input was refused or valid',
    1: 'an input was neither; it is printed with the command that runs it again',
  },
  examples: ['npm run fuzz', 'npm run fuzz -- --subject environments --seed 20261129 --from 4711 --count 1'],
} as const satisfies CommandLine;

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
