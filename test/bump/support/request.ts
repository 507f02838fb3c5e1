/** A request from the words of a command line. */
import { requestOf, type BumpRequest } from '../../../scripts/bump/request';
import { line } from '../../../scripts/bump/options';
import { parse } from '../../../scripts/command/parse';

export function readRequest(argv: readonly string[]): BumpRequest {
  const words = parse(line, argv, {});
  if (words === undefined) throw new Error('help was asked for');
  return requestOf(words);
}
