/** How objects are drawn: `object()`, containers, labels, pod security, network, scheduling. cdk8s begins here. */
export { amend } from './amend';
export { claimCapSpec } from './claim-cap';
export { type ClusterFacts, clusterFacts, describeCluster, specOn } from './cluster-facts';
export { container, environmentVariables } from './container';
export { endsInHash, isNamedByContent, lastingTitle, listsOf, nameByContent, programNamed } from './content';
export { claimName, claimTemplate, isClaimed } from './device-claim';
export { movable, waitedFor } from './eviction';
export { gpuCapSpec } from './gpu-cap';
export { annotations, objectLabels, ofPlatform, type Owner, programComponent, selectorLabels } from './labels';
export {
  addressesOf,
  podsOf,
  type AddressPeer,
  clusterDns,
  denyByDefault,
  denyOfPlatform,
  type DnsPeer,
  type Entrance,
  type Flow,
  type Flows,
  type PodPeer,
  type PolicyRules,
  policyRules,
  publicAddresses,
  type Source,
  workloadPolicy,
} from './network';
export { withMetadata } from './metadata';
export { object } from './object';
export { plainObject } from './plain-object';
export { podDefaults } from './pod-security';
export { affinity, tolerations, zoneSpread } from './scheduling';
export { manifestsOf } from './serialise';
export { serviceHosts } from './service-hosts';
