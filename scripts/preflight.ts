/**
 * `npm run preflight`: compares an environment with its live cluster. Everything that it does is in
 * `scripts/preflight`.
 */
import { start, withOverlays } from './command';
import { runPreflight } from './preflight/index';

start(withOverlays(runPreflight));
