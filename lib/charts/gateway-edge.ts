/** How clients reach the gateway, and who ends their TLS. */
import { gatewayNames } from '../gateway';
import type { GatewayServiceType } from '../constructs';
import type { Gateway } from '../environment';
import type { Source } from '../kubernetes/draw';

/** Whether a Gateway or an Ingress is in front of it, and ends TLS. */
export const hasEdge = ({ expose: { by } }: Gateway): boolean => by === 'gateway-api' || by === 'ingress';

/** Secret of the certificate; `undefined` for plain HTTP. */
export function certificateOf({ tls }: Gateway): string | undefined {
  if (tls === 'none') return undefined;
  return 'issuer' in tls ? gatewayNames.certificate : tls.secretName;
}

export function serviceOf({ expose }: Gateway): GatewayServiceType {
  switch (expose.by) {
    case 'load-balancer':
      return { type: 'LoadBalancer', annotations: expose.annotations, sourceRanges: expose.sourceRanges };
    case 'node-port':
      return { type: 'NodePort', nodePort: expose.port };
    default:
      return { type: 'ClusterIP' };
  }
}

/** Who may connect. A port of nodes hides the addresses of clients, so no range of addresses separates clients. */
export function sourcesOf({ expose, from }: Gateway): readonly Source[] {
  switch (expose.by) {
    case 'cluster':
      return from ?? [];
    case 'gateway-api':
    case 'ingress':
      return from ?? ['every-pod'];
    case 'load-balancer':
      return expose.sourceRanges === undefined
        ? ['everything']
        : [...expose.sourceRanges.map((cidr) => ({ cidr })), ...(from ?? [])];
    case 'node-port':
      return ['everything'];
  }
}
