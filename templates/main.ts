/** What `cdk8s synth` runs: the same as `npm run synth`. */
import { run } from 'corral/program';

run(['synth', ...process.argv.slice(2)], import.meta.dirname);
