/**
 * `npm run synth`: renders environments into a folder. The impure edge; everything that it does is in `scripts/synth`.
 */
import { start } from './scripts/command/start';
import { commands } from './scripts/commands';

start(commands.synth);
