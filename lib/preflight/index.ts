/** Compares an environment with its live cluster. Pure. */
export { formatDifference } from './difference';
export { preflightCodes } from './fault-codes';
export { preflight, type Preflight } from './preflight';
export { neededFor, type Needs } from './needs';
