/**
 * `npm run toolchain`: builds the real components that tests run. Everything that it does is in `scripts/toolchain`.
 */
import { start } from './command';
import { runToolchain } from './toolchain/index';

start(runToolchain);
