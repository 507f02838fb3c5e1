/** `npm run preflight`: compares an environment with its live cluster. Everything that it does is in `scripts/preflight`. */
import { environments } from '../overlays';
import { runPreflight } from './preflight/index';

process.exitCode = runPreflight(environments, process.argv.slice(2), { out: console.log, error: console.error });
