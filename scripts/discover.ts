/** `npm run discover`: a first overlay from a live cluster. Everything that it does is in `scripts/discover`. */
import { runDiscover } from './discover/index';

process.exitCode = runDiscover(process.argv.slice(2), { out: console.log, error: console.error });
