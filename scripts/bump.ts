/**
 * `npm run bump`: another build of an engine, compared, tested and pinned. Everything that it does is in
 * `scripts/bump`.
 */
import { runBump } from './bump/index';
import { start } from './command';

start(runBump);
