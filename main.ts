/** `npm run synth`: renders environments into a folder. The impure edge; everything it does is in `scripts/synth`. */
import { environments } from './overlays';
import { synth } from './scripts/synth';

process.exitCode = synth(environments, process.argv.slice(2), process.env, { out: console.log, error: console.error });
