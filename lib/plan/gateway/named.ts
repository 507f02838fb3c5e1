/**
 * The objects of others that a gateway names: its class at the edge, the issuer of its certificate, the store of its keys.
 * The needs of a plan and preflight read this one table.
 */
import type { Environment, Gateway } from '../../environment';

/** An object of others that a gateway names. */
export interface Named {
  /** Field that names it, below `gateway`. */
  readonly at: readonly string[];
  readonly kind: string;
  readonly name: string;
  readonly group: string;
  readonly plural: string;
  /** Absent for kinds without a namespace. */
  readonly namespace?: string;
  /** Condition that its controller sets once it can be used. @default - none: it is used as it is */
  readonly condition?: 'Accepted' | 'Ready';
  /** How to get one. */
  readonly create: string;
  /** Definitions of what is rendered because of it. @default - none: Kubernetes has them */
  readonly definitions?: readonly string[];
}

const certManager = 'cert-manager.io';
const externalSecrets = 'external-secrets.io';

const edgeClass = ({ expose }: Gateway): readonly Named[] => {
  if (expose.by === 'gateway-api') {
    return [
      {
        at: ['expose', 'className'],
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
        at: ['expose', 'className'],
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

/** The issuer of a certificate in a namespace. */
export const issuerOf = (tls: Gateway['tls'], namespace: string): readonly Named[] =>
  tls === 'none' || 'secretName' in tls
    ? []
    : [
        {
          at: ['tls', 'issuer'],
          kind: tls.issuer.kind,
          name: tls.issuer.name,
          group: certManager,
          plural: tls.issuer.kind === 'Issuer' ? 'issuers' : 'clusterissuers',
          namespace: tls.issuer.kind === 'Issuer' ? namespace : undefined,
          condition: 'Ready',
          create: 'create it (https://cert-manager.io/docs/configuration)',
          definitions: ['certificates.cert-manager.io'],
        },
      ];

function store({ keys }: Gateway, { gateway, serving }: Environment['cluster']['namespaces']): readonly Named[] {
  if ('secretName' in keys) return [];
  const { kind, name } = keys.store;
  const ofNamespaces = keys.enginePath === undefined ? [gateway] : [gateway, serving];
  return (kind === 'SecretStore' ? [...new Set(ofNamespaces)] : [undefined]).map((namespace) => ({
    at: ['keys', 'store'],
    kind,
    name,
    group: externalSecrets,
    plural: kind === 'SecretStore' ? 'secretstores' : 'clustersecretstores',
    namespace,
    condition: 'Ready',
    create: 'create it (https://external-secrets.io)',
    definitions: ['externalsecrets.external-secrets.io'],
  }));
}

/** The objects of others that the gateway of an environment names. */
export function namedBy({
  gateway,
  cluster: { namespaces },
}: Pick<Environment, 'cluster' | 'gateway'>): readonly Named[] {
  if (gateway === undefined) return [];
  return [edgeClass(gateway), issuerOf(gateway.tls, namespaces.gateway), store(gateway, namespaces)].flat();
}
