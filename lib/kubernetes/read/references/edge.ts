/**
 * What routes, certificates and secrets of stores refer to: classes, Gateways, Services, issuers, stores; and the
 * Secrets that come to be by such an object.
 */
import { isKind } from '../is-kind';
import type { Manifest } from '../manifest';
import type { Reference } from './reference';

type Found = Omit<Reference, 'gates'>;

const named = (field: string, kind: string, namespace: string, name: string | undefined): readonly Found[] =>
  name === undefined ? [] : [{ field, kind, namespace, name }];

const issuers = { 'cert-manager.io/issuer': 'Issuer', 'cert-manager.io/cluster-issuer': 'ClusterIssuer' } as const;

/** Issuers that cert-manager reads on a Gateway or an Ingress. */
const annotated = ({ metadata: { annotations = {}, namespace = '' } }: Manifest): readonly Found[] =>
  Object.entries(issuers).flatMap(([key, kind]) =>
    named(`metadata.annotations['${key}']`, kind, kind === 'Issuer' ? namespace : '', annotations[key]),
  );

interface Ref {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A reference of the Gateway API, whose kind and namespace have defaults. */
const ofApi = (field: string, { kind, namespace, name }: Ref, defaultKind: string, own: string): readonly Found[] =>
  named(`${field}.name`, kind ?? defaultKind, namespace ?? own, name);

/** Secrets with the certificates of the listeners of a Gateway. */
function certificateRefs(manifest: Manifest): readonly Found[] {
  if (!isKind(manifest, 'Gateway')) return [];
  const own = manifest.metadata.namespace ?? '';
  return (manifest.spec?.listeners ?? []).flatMap(({ tls }, i) =>
    (tls?.certificateRefs ?? []).flatMap((ref, j) =>
      ofApi(`spec.listeners[${i}].tls.certificateRefs[${j}]`, ref, 'Secret', own),
    ),
  );
}

/** Secrets with the certificates of an Ingress. */
function ingressSecrets(manifest: Manifest): readonly Found[] {
  if (!isKind(manifest, 'Ingress')) return [];
  return (manifest.spec?.tls ?? []).flatMap(({ secretName }, i) =>
    named(`spec.tls[${i}].secretName`, 'Secret', manifest.metadata.namespace ?? '', secretName),
  );
}

function found(manifest: Manifest): readonly Found[] {
  const { namespace = '' } = manifest.metadata;
  if (isKind(manifest, 'Gateway'))
    return [
      ...named('spec.gatewayClassName', 'GatewayClass', '', manifest.spec?.gatewayClassName),
      ...certificateRefs(manifest),
      ...annotated(manifest),
    ];
  if (isKind(manifest, 'HTTPRoute')) {
    const { parentRefs = [], rules = [] } = manifest.spec ?? {};
    return [
      ...parentRefs.flatMap((ref, i) => ofApi(`spec.parentRefs[${i}]`, ref, 'Gateway', namespace)),
      ...rules.flatMap(({ backendRefs = [] }, i) =>
        backendRefs.flatMap((ref, j) => ofApi(`spec.rules[${i}].backendRefs[${j}]`, ref, 'Service', namespace)),
      ),
    ];
  }
  if (isKind(manifest, 'Ingress')) {
    const { ingressClassName, rules = [] } = manifest.spec ?? {};
    return [
      ...named('spec.ingressClassName', 'IngressClass', '', ingressClassName),
      ...rules.flatMap(({ http }, i) =>
        (http?.paths ?? []).flatMap(({ backend }, j) =>
          named(`spec.rules[${i}].http.paths[${j}].backend.service.name`, 'Service', namespace, backend.service?.name),
        ),
      ),
      ...ingressSecrets(manifest),
      ...annotated(manifest),
    ];
  }
  if (isKind(manifest, 'Certificate')) {
    const { kind = 'Issuer', name }: Ref = manifest.spec?.issuerRef ?? {};
    return named('spec.issuerRef.name', kind, kind === 'Issuer' ? namespace : '', name);
  }
  if (isKind(manifest, 'ExternalSecret')) {
    const { kind = 'SecretStore', name }: Ref = manifest.spec?.secretStoreRef ?? {};
    return named('spec.secretStoreRef.name', kind, kind === 'SecretStore' ? namespace : '', name);
  }
  return [];
}

/** References of an object at the edge. */
export const edgeReferences = (manifest: Manifest): readonly Reference[] =>
  found(manifest).map((each) => ({ ...each, gates: true }));

/** Names of the Secrets, in the namespace of an object, that a controller makes for it. */
export function madeSecrets(manifest: Manifest): readonly string[] {
  if (isKind(manifest, 'Certificate')) return manifest.spec?.secretName === undefined ? [] : [manifest.spec.secretName];
  if (isKind(manifest, 'ExternalSecret')) return [manifest.spec?.target?.name ?? manifest.metadata.name];
  const own = manifest.metadata.namespace ?? '';
  return annotated(manifest).length === 0
    ? []
    : [...certificateRefs(manifest), ...ingressSecrets(manifest)]
        .filter(({ namespace }) => namespace === own)
        .map(({ name }) => name);
}
