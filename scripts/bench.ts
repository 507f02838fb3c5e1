/** `npm run bench`: the benchmarks of synth, plan and rules. Everything that it does is in `scripts/bench`. */
import { runBench } from './bench/index';
import { start } from './command';

start(runBench);
