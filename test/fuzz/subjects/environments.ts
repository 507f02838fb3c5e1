/** Environments with mutated values: each is refused clearly, or synthesises to valid manifests. */
import { bases, seldom, withoutModels } from '../bases';
import { mutatedOften } from '../mutate';
import { printed } from '../printed';
import { randomOf } from '../random';
import { smaller } from '../smaller';
import type { Subject } from '../subject';
import { verdictOf } from '../verdict';

/** The first words of what is wrong: the same fault at another place. */
const kindOf = (why: string): string => why.slice(0, 24);

export const environments: Subject = {
  caseOf(seed, number) {
    const random = randomOf(seed, number, 'environments');
    const { value, steps } = mutatedOften(random.pick(bases), bases, random, seldom);
    const run = () => verdictOf(value);
    return {
      steps,
      run,
      async print() {
        const first = run();
        if (first.ended !== 'wrong') return printed(withoutModels(value));
        const isSame = (other: unknown): Promise<boolean> => {
          const outcome = verdictOf(other);
          return Promise.resolve(outcome.ended === 'wrong' && kindOf(outcome.why) === kindOf(first.why));
        };
        return `export const failing = ${printed(withoutModels(await smaller(value, isSame)))};`;
      },
    };
  },
};
