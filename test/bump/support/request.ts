/** A request from the words of a command line. */
import { requestOf, type BumpRequest } from '../../../scripts/bump/request';
import { line } from '../../../scripts/bump/options';
import { parse } from '../../../scripts/command/parse';

export const readRequest = (argv: readonly string[]): BumpRequest => requestOf(parse(line, argv, {}));
