/** Parts of schemas: scalars, numbers with their bounds, the common fields of a workload. */
export { objectAdditions, podAdditions, poolPodAdditions } from './additions';
export { bounds, largestInput, longestLists, mostStaticVolumes, orNone } from './bounds';
export { noted, schemaFacts } from './facts';
export { list, listFromOne, peerLabels, record, someLabels } from './lists';
export { coreCount, duration, number, size, sizeOrNone, whole } from './numbers';
export {
  absolutePath,
  argument,
  cidr,
  configMapKey,
  digest,
  dnsName,
  exportedPath,
  filePath,
  hubRepository,
  ipv4Address,
  key,
  label,
  labelKey,
  labelValue,
  mountOption,
  prompt,
  proxyAddress,
  proxyException,
  quantity,
  registryTag,
  registryPath,
  relativePath,
  resourceName,
  revision,
  secretKey,
  serverName,
  sha256,
  webAddress,
  words,
} from './scalars';
export {
  csi,
  decidedSettings,
  direct,
  ephemeral,
  imageReference,
  onStaticVolumes,
  replicaCount,
  replicas,
  weightsImage,
  workloadFields,
} from './workload';
