/** Envoy, as a gateway runs it. */
export { envoyBootstrap } from './bootstrap';
export { gatewayDnsRefreshSeconds, type EnvoyCluster, type EnvoyClustersFile } from './cluster';
export { type EnvoySettings, type EnvoyTimes } from './settings';
export { envoyCertificate } from './tls';
