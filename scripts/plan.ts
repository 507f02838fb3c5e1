/**
 * `npm run plan`: prints what is proven of an environment. The impure edge; everything that it does is in
 * `scripts/plan`.
 */
import { start, withOverlays } from './command';
import { printPlans } from './plan/index';

start(withOverlays(printPlans));
