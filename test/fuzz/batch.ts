/**
 * Runs one batch of cases in a process of little memory, and reports each before it begins, so that its parent knows
 * where it died.
 */
import { subjects } from './subjects';
import type { Outcome } from './subject';
import { ofError } from './verdict';

/** What is to be run. */
export interface Order {
  readonly subject: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

/** What a batch reports. */
export type Report =
  | { readonly begins: number }
  | { readonly number: number; readonly ended: Exclude<Outcome['ended'], 'wrong'> }
  | {
      readonly number: number;
      readonly ended: 'wrong';
      readonly why: string;
      readonly steps: readonly string[];
      readonly source: string;
    };

/** Cases whose outcome does not count: until code is compiled and caches are filled, times say little. */
const warmUp = 3;

async function run({ subject, seed, from, count }: Order, report: (what: Report) => void): Promise<void> {
  const { caseOf } = subjects[subject] ?? {
    caseOf: () => {
      throw new RangeError(`there is no subject ${subject}`);
    },
  };
  for (let i = 1; i <= warmUp; i += 1) await Promise.resolve(caseOf(seed, -i).run()).catch(() => undefined);
  for (let number = from; number < from + count; number += 1) {
    report({ begins: number });
    const { run: once, steps, print } = caseOf(seed, number);
    let outcome: Outcome;
    try {
      outcome = await once();
    } catch (error) {
      outcome = ofError(error);
    }
    if (outcome.ended === 'wrong') report({ number, ended: 'wrong', why: outcome.why, steps, source: await print() });
    else report({ number, ended: outcome.ended });
  }
}

process.once('message', (order: Order) => {
  void run(order, (what) => process.send?.(what)).then(() => process.disconnect());
});
