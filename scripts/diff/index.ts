/** Compares what is rendered on two sides, for people who decide whether to merge. */
import { difference, isSame } from '../../lib';
import { plain, type Context, type Exit, type Parsed } from '../command';
import { formatOf } from './format';
import { markdown } from './markdown';
import type { line } from './options';
import { comparisons, sidesOf } from './sides';
import { text } from './text';

/** Compares the two sides that the words name. */
export function run(
  { values, positionals: [a = '', b = ''] }: Parsed<typeof line.options>,
  { environments, source, console }: Context,
): Exit {
  const { format, limit } = formatOf(values);
  const [before, after] = [sidesOf(a, environments, source), sidesOf(b, environments, source)];
  const differences = comparisons(before, after, values.env).map((sides) => difference(...sides));
  const formats = {
    text: (each: typeof differences) => text(each, console.layout ?? plain),
    markdown: (each: typeof differences) => markdown(each, limit),
    json: (each: typeof differences) => JSON.stringify(each, null, 2),
  };
  console.out(formats[format](differences));
  return values['exit-code'] && !differences.every(isSame) ? 1 : 0;
}
