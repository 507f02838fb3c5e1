/** What the controllers of others read of an environment with a gateway: its edge, its certificate and its keys. */
import { synthesise, type EnvironmentInput } from '../../../lib';
import type { Manifest } from '../../../lib/kubernetes/read';

/** Namespace of the gateway, by default. */
export const gatewayNamespace = 'llm-gateway';

export const manifestsOf = (input: EnvironmentInput): readonly Manifest[] =>
  synthesise(input).charts.flatMap(({ manifests }) => manifests);

const kindsOfOthers = ['Gateway', 'HTTPRoute', 'Ingress', 'Certificate', 'ExternalSecret'];

/** What of an environment the controllers of others act on, in the order in which it is rendered. */
export const objectsOf = (input: EnvironmentInput): readonly Manifest[] =>
  manifestsOf(input).filter(({ kind }) => kindsOfOthers.includes(kind));
