/** The objects of others that a gateway names: its class at the edge, the issuer of its certificate, the store of its keys. */
import type { Environment, Gateway } from '../../environment';
import { issuerOf, type Named, storesOf } from '../named';

const edgeClass = ({ expose }: Gateway): readonly Named[] => {
  if (expose.by === 'gateway-api') {
    return [
      {
        at: ['gateway', 'expose', 'className'],
        kind: 'GatewayClass',
        name: expose.className,
        group: 'gateway.networking.k8s.io',
        plural: 'gatewayclasses',
        condition: 'Accepted',
        create: 'install a controller of the Gateway API, and create its GatewayClass',
        definitions: ['gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io'],
      },
    ];
  }
  if (expose.by === 'ingress') {
    return [
      {
        at: ['gateway', 'expose', 'className'],
        kind: 'IngressClass',
        name: expose.className,
        group: 'networking.k8s.io',
        plural: 'ingressclasses',
        create: 'install an ingress controller, which creates its IngressClass',
      },
    ];
  }
  return [];
};

function store({ keys }: Gateway, { gateway, serving }: Environment['cluster']['namespaces']): readonly Named[] {
  if ('secretName' in keys) return [];
  const namespaces = keys.enginePath === undefined ? [gateway] : [gateway, serving];
  return storesOf(keys.store, namespaces, ['gateway', 'keys']);
}

/** The objects of others that the gateway of an environment names. */
export function namedByGateway({
  gateway,
  cluster: { namespaces },
}: Pick<Environment, 'cluster' | 'gateway'>): readonly Named[] {
  if (gateway === undefined) return [];
  return [
    edgeClass(gateway),
    issuerOf(gateway.tls, namespaces.gateway, ['gateway', 'tls']),
    store(gateway, namespaces),
  ].flat();
}
