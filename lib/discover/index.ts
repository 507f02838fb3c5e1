/** A first overlay from a live cluster. Pure. */
export { discover, type FirstOverlay } from './discover';
export { discoverFaultCodes } from './fault-codes';
