/** `npm run lock`: makes or refreshes an entry of the model lock. Everything that it does is in `scripts/lock`. */
import { start } from './command';
import { runLock } from './lock/index';

start(runLock);
