/** Kinds of the Gateway API. */
import type {
  IBackendTLSPolicy,
  IGateway,
  IGatewayClass,
  IHTTPRoute,
} from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import type { IReferenceGrant } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1';
import { custom, type FactsOf } from './kind';

export interface GatewayKinds {
  readonly BackendTLSPolicy: IBackendTLSPolicy;
  readonly Gateway: IGateway;
  readonly GatewayClass: IGatewayClass;
  readonly HTTPRoute: IHTTPRoute;
  readonly ReferenceGrant: IReferenceGrant;
}

const group = 'gateway.networking.k8s.io';

export const gatewayKinds: FactsOf<GatewayKinds> = {
  BackendTLSPolicy: custom(`${group}/v1`, 'backendtlspolicies'),
  Gateway: custom(`${group}/v1`, 'gateways'),
  GatewayClass: custom(`${group}/v1`, 'gatewayclasses', 'cluster'),
  HTTPRoute: custom(`${group}/v1`, 'httproutes'),
  // The only version that every release of the Gateway API serves.
  ReferenceGrant: custom(`${group}/v1beta1`, 'referencegrants'),
};
