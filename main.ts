/** What `cdk8s synth` may run: `npm run synth`, as a file. */
import { run } from 'corral/program';

run(['synth', ...process.argv.slice(2)], __dirname);
