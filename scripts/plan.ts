/** `npm run plan`: prints what is proven of an environment. The impure edge; everything it does is in `scripts/plan`. */
import { environments } from '../overlays';
import { printPlans } from './plan/index';

process.exitCode = printPlans(environments, process.argv.slice(2), { out: console.log, error: console.error });
