/** A gateway with the smallest props, and the places of its fields. */
import { GatewayWorkload } from '../../../lib/constructs/gateway/gateway-workload';
import type { GatewayWorkloadProps } from '../../../lib/constructs/gateway/props';
import { gatewayPaths, gatewayPorts, type GatewaySettings } from '../../../lib/gateway/files';
import { draw } from '../support/drawn';

export const settings: GatewaySettings = {
  ports: gatewayPorts,
  files: gatewayPaths,
  peers: 'gateway-peers.gate.svc.cluster.local.',
  trustedHops: 0,
  ollamaVersion: '0.34.2',
};
export const engine = {
  peer: { namespace: 'serving', podLabels: { 'app.kubernetes.io/name': 'llama-server' } },
  port: 8080,
};
export const smallest: GatewayWorkloadProps = {
  namespace: 'gate',
  bootstrap: { admin: {} },
  settings,
  models: { models: {}, clusters: {} },
  clients: {},
  weights: {},
  engines: [engine],
};
export const add = (chart: ConstructorParameters<typeof GatewayWorkload>[0], props: GatewayWorkloadProps) =>
  new GatewayWorkload(chart, 'gateway', props);
export const drawn = (more: Partial<GatewayWorkloadProps> = {}) =>
  draw((chart) => add(chart, { ...smallest, ...more }));
export const deployment = 'Deployment gate/gateway';
export const template = `${deployment}: spec.template`;
export const pod = `${template}.spec`;
export const envoy = `${pod}.containers[0]`;
export const policy = `${pod}.initContainers[0]`;
export const own = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gate' } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway', 'app.kubernetes.io/instance': 'gateway' } },
};
export const tcp = (port: number) => [{ protocol: 'TCP', port }];
