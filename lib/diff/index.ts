/** The semantic diff: two sides in, what people ask before they merge out. Pure. */
export { difference, isSame, type Difference, type ModelChange } from './difference';
export { planFacts, type PlanFacts } from './plan-facts';
export type { Restart } from './restarts';
export type { Side } from './side';
export type { TotalChange } from './totals';
