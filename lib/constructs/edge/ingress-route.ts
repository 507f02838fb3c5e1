/** An Ingress to one Service, for clusters without a Gateway API. It states nothing that only one controller reads. */
import { Construct } from 'constructs';
import { object, objectLabels, type Owner } from '../../kubernetes/draw';
import type { GatewayRouteProps } from './gateway-route';
import { issuerAnnotation } from './issuer';

export interface IngressRouteProps extends Omit<GatewayRouteProps, 'className'> {
  /** IngressClass of the cluster. */
  readonly className: string;
}

/** An Ingress named like the construct. */
export class IngressRoute extends Construct {
  constructor(scope: Construct, id: string, { namespace, className, host, tls, service }: IngressRouteProps) {
    super(scope, id);
    const owner: Owner = { component: 'gateway', instance: id };
    object(this, 'ingress', 'Ingress', {
      metadata: {
        name: id,
        namespace,
        labels: objectLabels(owner),
        annotations: tls?.issuer && issuerAnnotation(tls.issuer),
      },
      spec: {
        ingressClassName: className,
        tls: tls && [{ hosts: [host], secretName: tls.secretName }],
        rules: [
          {
            host,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: service.name, port: { number: service.port } } },
                },
              ],
            },
          },
        ],
      },
    });
  }
}
