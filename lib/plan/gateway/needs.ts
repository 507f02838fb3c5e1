/** What a gateway uses and others provide, by its options: rules count it as declared. */
import type { Environment } from '../../environment';

/** An object that comes from others. */
export interface Need {
  readonly kind: string;
  /** For kinds that live in a namespace. */
  readonly namespace?: string;
  readonly name: string;
}

type Namespaces = Environment['cluster']['namespaces'];
type Given = NonNullable<Environment['gateway']>;

const definitions = (...names: readonly string[]): readonly Need[] =>
  names.map((name) => ({ kind: 'CustomResourceDefinition', name }));

function ofExposure({ expose }: Given): readonly Need[] {
  if (expose.by === 'ingress') return [{ kind: 'IngressClass', name: expose.className }];
  if (expose.by !== 'gateway-api') return [];
  return [
    ...definitions('gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io'),
    { kind: 'GatewayClass', name: expose.className },
  ];
}

function ofTls({ tls }: Given, namespace: string): readonly Need[] {
  if (tls === 'none') return [];
  if ('secretName' in tls) return [{ kind: 'Secret', namespace, name: tls.secretName }];
  const { kind, name } = tls.issuer;
  return [
    ...definitions('certificates.cert-manager.io'),
    { kind, namespace: kind === 'Issuer' ? namespace : undefined, name },
  ];
}

function ofKeys({ keys }: Given, { gateway: namespace, serving }: Namespaces): readonly Need[] {
  if ('secretName' in keys) return [{ kind: 'Secret', namespace, name: keys.secretName }];
  const { kind, name } = keys.store;
  if (kind === 'ClusterSecretStore') return [...definitions('externalsecrets.external-secrets.io'), { kind, name }];
  const all = keys.enginePath === undefined ? [namespace] : [namespace, serving];
  return [
    ...definitions('externalsecrets.external-secrets.io'),
    ...[...new Set(all)].map((each) => ({ kind, namespace: each, name })),
  ];
}

/** Everything that the gateway of an environment needs of others; nothing without a gateway. */
export function gatewayNeeds({
  cluster: { apiKey, namespaces },
  gateway,
}: Pick<Environment, 'cluster' | 'gateway'>): readonly Need[] {
  if (gateway === undefined) return [];
  const namespace = namespaces.gateway;
  return [
    ...ofExposure(gateway),
    ...ofTls(gateway, namespace),
    ...ofKeys(gateway, namespaces),
    ...(apiKey === undefined ? [] : [{ kind: 'Secret', namespace, name: apiKey.secretName }]),
  ];
}
