/** A first overlay from a live cluster. Pure. */
export { discover } from './discover';
export { discoverFaultCodes } from './fault-codes';
