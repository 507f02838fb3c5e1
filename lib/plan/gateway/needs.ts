/** What a gateway uses and others provide, by its options: rules count it as declared. */
import type { Environment } from '../../environment';
import type { Named } from '../named';
import { namedByGateway } from './named';

/** An object that comes from others. */
export interface Need {
  readonly kind: string;
  /** For kinds that live in a namespace. */
  readonly namespace?: string;
  readonly name: string;
}

type Given = NonNullable<Environment['gateway']>;

/** Secrets with a certificate, with the keys of clients and with that of engines. */
function secretsOf({ tls, keys }: Given, apiKey: Environment['cluster']['apiKey']): readonly string[] {
  return [
    ...(tls !== 'none' && 'secretName' in tls ? [tls.secretName] : []),
    ...('secretName' in keys ? [keys.secretName] : []),
    ...(apiKey === undefined ? [] : [apiKey.secretName]),
  ];
}

/** Objects of others, with the definitions of what is rendered because of them. */
export function needsOf(named: readonly Named[]): readonly Need[] {
  const definitions = new Set(named.flatMap((each) => each.definitions ?? []));
  return [
    ...[...definitions].map((name) => ({ kind: 'CustomResourceDefinition', name })),
    ...named.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
  ];
}

/** Everything that the gateway of an environment needs of others; nothing without a gateway. */
export function gatewayNeeds(environment: Pick<Environment, 'cluster' | 'gateway'>): readonly Need[] {
  const {
    cluster: { apiKey, namespaces },
    gateway,
  } = environment;
  if (gateway === undefined) return [];
  return [
    ...needsOf(namedByGateway(environment)),
    ...secretsOf(gateway, apiKey).map((name) => ({ kind: 'Secret', namespace: namespaces.gateway, name })),
  ];
}
