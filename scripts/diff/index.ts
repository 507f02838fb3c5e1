/** Compares what is rendered on two sides, for people who decide whether to merge. */
import { difference, FaultError, isSame, type EnvironmentInput } from '../../lib';
import { markdown } from './markdown';
import { readOptions, usage, UsageError } from './options';
import { comparisons, sidesOf } from './sides';
import { text } from './text';

/** Where text goes. */
interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * Runs `npm run diff` and returns its exit status.
 *
 * @param source - folder of this checkout, for revisions
 */
export function diff(all: readonly EnvironmentInput[], argv: readonly string[], source: string, { out, error }: Console): number {
  try {
    const options = readOptions(argv);
    if (options === undefined) {
      out(usage);
      return 0;
    }
    const before = sidesOf(options.before, all, source);
    const after = sidesOf(options.after, all, source);
    const differences = comparisons(before, after, options.environment).map(([a, b]) => difference(a, b));
    const formats = { text, markdown: (each: typeof differences) => markdown(each, options.limit), json: (each: typeof differences) => JSON.stringify(each, null, 2) };
    out(formats[options.format](differences));
    return options.exitCode && !differences.every(isSame) ? 1 : 0;
  } catch (problem) {
    if (!(problem instanceof UsageError) && !(problem instanceof FaultError)) throw problem;
    error(problem.message);
    return 2;
  }
}
