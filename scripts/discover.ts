/** `npm run discover`: a first overlay from a live cluster. Everything that it does is in `scripts/discover`. */
import { start } from './command';
import { runDiscover } from './discover/index';

start(runDiscover);
