/** The semantic diff: two sides in, what people ask before they merge out. Pure. */
export { difference, isSame, type Difference, type ModelChange } from './difference';
export { planFacts, type PlanFacts } from './plan-facts';
export { permissions } from './permissions';
export type { Restart } from './restarts';
export type { Side } from './side';
export type { TotalChange } from './totals';
export type { BlockedChange, ChangedObject, FactChange } from './difference';
export type { FieldChange } from './fields';
export type { FlowChanges } from './flows';
export type { Handover } from './handovers';
export type { MonthlyDollars, WorkloadFacts } from './plan-facts';
export type { Away } from './restarts';
export type { Unit } from './totals';
