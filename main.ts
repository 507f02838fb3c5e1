/**
 * `npm run synth`: renders environments into a folder. The impure edge; everything that it does is in `scripts/synth`.
 */
import { start, withOverlays } from './scripts/command';
import { synth } from './scripts/synth';

start(withOverlays((environments, argv, console) => synth(environments, argv, process.env, console)));
