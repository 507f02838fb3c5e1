/** Compares what is rendered on two sides, for people who decide whether to merge. */
import { difference, isSame, type EnvironmentInput } from '../../lib';
import { plain, runCommand, type Console, type Exit } from '../command';
import { markdown } from './markdown';
import { formatOf, line } from './options';
import { comparisons, sidesOf } from './sides';
import { text } from './text';

/**
 * Runs `npm run diff`.
 *
 * @param source - folder of this checkout, for revisions
 */
export const diff = (
  all: readonly EnvironmentInput[],
  argv: readonly string[],
  source: string,
  console: Console,
): Exit =>
  runCommand(line, argv, console, ({ values, positionals: [a = '', b = ''] }) => {
    const { format, limit } = formatOf(values);
    const [before, after] = [sidesOf(a, all, source), sidesOf(b, all, source)];
    const differences = comparisons(before, after, values.env).map((sides) => difference(...sides));
    const formats = {
      text: (each: typeof differences) => text(each, console.layout ?? plain),
      markdown: (each: typeof differences) => markdown(each, limit),
      json: (each: typeof differences) => JSON.stringify(each, null, 2),
    };
    console.out(formats[format](differences));
    return values['exit-code'] && !differences.every(isSame) ? 1 : 0;
  });
