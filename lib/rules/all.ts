/**
 * Every rule, in the order in which findings are reported: what an object is, what it refers to, how safe, how much,
 * how it serves.
 */
import { images } from '../catalog';
import { existingLimits } from './capacity/existing-limits';
import { noGpuInLimitRange } from './capacity/no-gpu-in-limit-range';
import { quotaFits } from './capacity/quota-fits';
import { quotaKeys } from './capacity/quota-keys';
import { requestsAndLimits } from './capacity/requests-and-limits';
import { canonicalQuantities } from './identity/canonical-quantities';
import { fieldsOfRelease } from './identity/fields-of-release';
import { fieldTypes } from './identity/field-types';
import { namesAndLabels } from './identity/names-and-labels';
import { selectors } from './identity/selectors';
import { uniqueIdentity } from './identity/unique-identity';
import { asPlanned } from './planned';
import { customResources } from './references/custom-resources';
import { monitorsSelected } from './references/monitors-selected';
import { namespacesExist } from './references/namespaces-exist';
import { oneNamespace } from './references/one-namespace';
import { referencesResolve } from './references/references-resolve';
import { routesReachServices } from './references/routes-reach-services';
import { servicesReachPods } from './references/services-reach-pods';
import { waveOrder } from './references/wave-order';
import type { Rule } from './rule';
import { addressFamilies } from './security/address-families';
import { engineExposure } from './security/engine-exposure';
import { engineFlags } from './security/engine-flags';
import { imagePinned } from './security/image-pinned';
import { leastPrivilege } from './security/least-privilege';
import { namespaceLabels } from './security/namespace-labels';
import { network } from './security/network';
import { networkIsolation } from './security/network-isolation';
import { noSecretData } from './security/no-secret-data';
import { podSecurityRestricted } from './security/pod-security-restricted';
import { storeMounts } from './security/store-mounts';
import { userIds } from './security/user-ids';
import { autoscalerSane } from './serving/autoscaler-sane';
import { jobs } from './serving/jobs';
import { noReplicasWithAutoscaler } from './serving/no-replicas-with-autoscaler';
import { engineProbes } from './serving/probes';
import { rollout } from './serving/rollout';
import { termination } from './serving/termination';

export const rules: readonly Rule[] = [
  fieldTypes,
  fieldsOfRelease,
  uniqueIdentity,
  namesAndLabels,
  selectors,
  canonicalQuantities,
  namespacesExist,
  oneNamespace,
  customResources,
  referencesResolve,
  servicesReachPods,
  routesReachServices,
  monitorsSelected,
  waveOrder,
  imagePinned(images),
  podSecurityRestricted,
  leastPrivilege,
  userIds,
  namespaceLabels,
  networkIsolation,
  network,
  addressFamilies,
  noSecretData,
  engineExposure,
  engineFlags,
  storeMounts,
  requestsAndLimits,
  noGpuInLimitRange,
  existingLimits,
  quotaKeys,
  quotaFits,
  noReplicasWithAutoscaler,
  autoscalerSane,
  engineProbes,
  termination,
  rollout,
  jobs,
  asPlanned,
];
