/** The plan of an environment, or every reason why there is none. */
export { plan } from './plan-environment';
export { adaptations } from './adapted';
export { addedObjects, type AddedObject } from './added-objects';
export { amountText } from './amounts-text';
export {
  type CostPlan,
  hoursPerMonth,
  type LoadCost,
  type MonthlyCost,
  type PoolCost,
  type WorkloadCost,
} from './cost/cost';
export type { NodePrice, PoolPrices } from './cost/price';
export { needsOf } from './needs';
export { namedBy } from './named-by';
export type { Named } from './named';
export { backupNeeds } from './backup/needs';
export { backupNames } from './backup/names';
export { cacheSizes } from './caches';
export { cacheAddress, databaseAddress } from './data-address';
export { cacheSecrets, type DataSecret, databaseSecrets } from './data-needs';
export { passwordNamespaces, roomOf, serverOf } from './databases';
export { dataVolumes } from './volumes';
export { cacheWants, databaseWants } from './wants';
export type { BackupJobPlan, BackupPlan } from './backup/plan-backup';
export { rollingExtra } from './disruption/extra-pods';
export { creationTime, rolloutTime, stepTime } from './disruption/rollout-time';
export { planFaultCodes } from './fault-codes';
export { foundByNames } from './found-by-names';
export { askers } from './gateway/askers';
export { loaderName, type LoaderWork, priorityClassName, sharedNames, storeNamespace } from './names';
export { storeClaim } from './quota';
export { limitsCpu } from './namespace/cpu-limits';
export { leftOf, quotaUses } from './namespace/existing-quotas';
export { weakened } from './namespace/weakened';
export { partOf } from './part';
export { lacking, nodeAmounts } from './placement/demand';
export type { NodeUse, Placed, Witness } from './placement/witness';
export type {
  DrainPlan,
  GatewayPlan,
  LoaderPlan,
  PlacementPlan,
  Plan,
  PoolPlan,
  QuotaPlan,
  Replacement,
  RolloutPlan,
  ScaleUpPlan,
  ServerPlan,
  SpotLossPlan,
  StorePlan,
} from './plan';
export { schedulingOf, supportPools, tunedPools } from './scheduling';
export {
  gatewayWants,
  loadersName,
  type SupportController,
  type SupportPlan,
  supportPlan,
  supportText,
  type SupportTraffic,
  type SupportWorkload,
} from './support';
export { type Wave, waveNumbered, waves } from './waves';
