/** A Gateway of a class that the cluster has, and the HTTPRoute from it to one Service. Nothing limits how long it answers. */
import { Construct } from 'constructs';
import { object, objectLabels, type Owner } from '../../kubernetes/draw';
import { type EdgeTls, issuerAnnotation } from './issuer';

export interface GatewayRouteProps {
  readonly namespace: string;
  /** GatewayClass of the cluster. */
  readonly className: string;
  /** Name under which clients reach it. */
  readonly host: string;
  /** @default - plain HTTP, on port 80 */
  readonly tls?: EdgeTls;
  /** Service of the namespace that answers. */
  readonly service: { readonly name: string; readonly port: number };
}

/** A Gateway and an HTTPRoute, both named like the construct. */
export class GatewayRoute extends Construct {
  constructor(scope: Construct, id: string, { namespace, className, host, tls, service }: GatewayRouteProps) {
    super(scope, id);
    const owner: Owner = { component: 'gateway', instance: id };
    const labels = objectLabels(owner);
    const listener = tls === undefined ? 'http' : 'https';
    object(this, 'gateway', 'Gateway', {
      metadata: { name: id, namespace, labels, annotations: tls?.issuer && issuerAnnotation(tls.issuer) },
      spec: {
        gatewayClassName: className,
        listeners: [
          {
            name: listener,
            hostname: host,
            port: tls === undefined ? 80 : 443,
            protocol: tls === undefined ? 'HTTP' : 'HTTPS',
            tls: tls && {
              mode: 'Terminate',
              certificateRefs: [{ group: '', kind: 'Secret', name: tls.secretName }],
            },
            allowedRoutes: { namespaces: { from: 'Same' } },
          },
        ],
      },
    });
    object(this, 'route', 'HTTPRoute', {
      metadata: { name: id, namespace, labels },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: id, sectionName: listener }],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            backendRefs: [{ group: '', kind: 'Service', name: service.name, port: service.port, weight: 1 }],
            // A stream goes on as long as its answer; the gateway ends silent ones.
            timeouts: { request: '0s', backendRequest: '0s' },
          },
        ],
      },
    });
  }
}
