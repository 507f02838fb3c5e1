/** What a gateway needs of its cluster beside the objects that it names. */
import { childPath } from '../core';
import type { Environment } from '../environment';
import { aggregatedApi, type LiveObject, partOf } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';

/** A range of gateway pods follows their use of CPU. */
export function gatewayDifferences({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly Difference[] {
  const { gateway, name } = environment;
  if (gateway === undefined || gateway.replicas.min === gateway.replicas.max) return [];
  if (inventory.isUnread('APIService')) return [];
  const group = 'metrics.k8s.io';
  const api = aggregatedApi(inventory, group);
  if (api !== undefined && api.failure === undefined) return [];
  return [
    difference(
      'MetricsApiMissing',
      childPath(name, 'gateway', 'replicas'),
      `${group}, which the autoscaler of the gateway reads`,
      api === undefined
        ? `no APIService of ${group}`
        : `${api.name}, which does not answer: ${api.failure?.replace(/\.$/, '') ?? ''}`,
      api === undefined ? 'install metrics-server' : `kubectl describe apiservice ${api.name}`,
      `replicas: ${gateway.replicas.max}, a fixed number`,
    ),
  ];
}

/** Whether a Service of type LoadBalancer has its address: what gives it one is seen by that only. */
const hasAddress = ({ status }: LiveObject): boolean =>
  (partOf<{ readonly loadBalancer: { readonly ingress?: readonly unknown[] } }>(status).loadBalancer?.ingress ?? [])
    .length > 0;

/** What of a gateway's needs no object shows. */
export function unseenOfGateway({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly string[] {
  const { gateway, name } = environment;
  if (gateway === undefined) return [];
  const { expose, tls } = gateway;
  const here = (...path: readonly string[]): string => childPath(name, 'gateway', ...path);
  const isIssued = tls !== 'none' && 'issuer' in tls;
  return [
    ...(expose.by === 'load-balancer' && !inventory.of('Service').some(hasAddress)
      ? [`${here('expose')}: whether the cluster gives Services of type LoadBalancer an address`]
      : []),
    ...(expose.by === 'gateway-api' && isIssued
      ? [`${here('tls', 'issuer')}: whether cert-manager makes certificates of Gateways (enableGatewayAPI)`]
      : []),
  ];
}

/**
 * The Secrets of others with a certificate and with the key of engines: to look for them, one must be allowed to read
 * them. That of clients' keys may be missing, and what External Secrets fills is seen by its store.
 */
export function secretsOfKeys({ gateway, cluster: { namespaces, apiKey } }: Environment): readonly string[] {
  const isFilled = gateway !== undefined && 'from' in gateway.keys && gateway.keys.enginePath !== undefined;
  const ofEngines = apiKey === undefined || isFilled ? [] : [apiKey.secretName];
  const serving = ofEngines.map((name) => `${namespaces.serving}/${name}`);
  if (gateway === undefined) return serving;
  const { tls } = gateway;
  const certificate = tls !== 'none' && 'secretName' in tls ? [tls.secretName] : [];
  return [...serving, ...[...certificate, ...ofEngines].map((name) => `${namespaces.gateway}/${name}`)];
}
