/** Parts of schemas: scalars, numbers with their bounds, the common fields of a workload. */
export { objectAdditions, podAdditions, poolPodAdditions } from './additions';
export { bounds, largestInput, longestLists, mostStaticVolumes, orNone } from './bounds';
export { noted, schemaFacts } from './facts';
export {
  bucketName,
  cidr,
  clusterDomain,
  dnsName,
  gitAddress,
  hostName,
  ipAddress,
  nodeName,
  proxyAddress,
  proxyException,
  serverName,
  webAddress,
} from './hosts';
export { imageReference, registryPath } from './images';
export { list, listFromOne, peerLabels, poolLabels, record } from './lists';
export { coreCount, duration, number, size, sizeOrNone, whole } from './numbers';
export {
  absolutePath,
  annotationKey,
  annotationValue,
  argument,
  configMapKey,
  cachePrefix,
  cacheUserName,
  databaseName,
  digest,
  exportedPath,
  filePath,
  hubRepository,
  key,
  label,
  labelKey,
  labelValue,
  mountOption,
  objectFolder,
  prompt,
  quantity,
  registryTag,
  claimFolder,
  relativePath,
  quotaResource,
  resourceName,
  revision,
  secretKey,
  secretPath,
  sha256,
  timeOfDay,
  words,
} from './scalars';
export {
  csi,
  decidedSettings,
  direct,
  ephemeral,
  onStaticVolumes,
  replicas,
  schedule,
  weightsImage,
  workloadFields,
} from './workload';
