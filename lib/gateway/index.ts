/** What the pods of a gateway read: Envoy's configuration and the files of its policy. */
export {
  envoyBootstrap,
  envoyCertificate,
  type EnvoyCluster,
  type EnvoyClustersFile,
  type EnvoySettings,
  type EnvoyTimes,
  gatewayDnsRefreshSeconds,
} from './envoy';
export { type FirstTokenBound, firstTokenBounds } from './first-token';
export { gatewayHeaders, type GatewayHeaders } from './headers';
export {
  type GatewayAccessLine,
  type GatewayApi,
  gatewayApis,
  type GatewayClient,
  type GatewayClientsFile,
  type GatewayCluster,
  gatewayFolders,
  type GatewayKey,
  type GatewayModel,
  type GatewayModelFacts,
  type GatewayModelsFile,
  gatewayPaths,
  type GatewayPaths,
  gatewayPorts,
  type GatewayPorts,
  type GatewaySettings,
  type GatewayWeightsFile,
} from './files';
export { gatewayModelsConfigMaps, gatewayModelsParts } from './model-files';
export { gatewayNames, readyPods, serviceName } from './names';
