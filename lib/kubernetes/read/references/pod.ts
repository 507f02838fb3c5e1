/**
 * What a pod refers to: its account and classes, its volumes, the variables that it reads, and the Services in its
 * arguments.
 */
import type { EnvironmentVariable, Volume } from '../../kinds';
import { argumentsOf, type PodContainer, type WorkloadPod } from '../workload-pod';
import { defaultClass, type Reference } from './reference';

type Target = Pick<Reference, 'kind' | 'namespace' | 'name' | 'keys'>;
type Found = Target & Pick<Reference, 'field'>;

/**
 * Names of Services by their full form, as arguments and variables hold them:
 * `http://weights-server.model-store.svc:8080`.
 */
const serviceHost = /(?<![-.\w])([a-z0-9][-a-z0-9]*)\.([a-z0-9][-a-z0-9]*)\.svc(?![-\w])/g;

const keysOf = (items: readonly { readonly key: string }[] | undefined): readonly string[] =>
  (items ?? []).map(({ key }) => key);

/** A name that may be left out; what is optional may be missing. */
function to(
  kind: string,
  namespace: string,
  field: string,
  source: { name?: string; optional?: boolean } | undefined,
  keys?: readonly string[],
): Found[] {
  return source?.name === undefined || source.optional === true
    ? []
    : [{ kind, namespace, name: source.name, keys, field }];
}

const named = (kind: string, namespace: string, field: string, name: string | undefined): Found[] =>
  to(kind, namespace, field, { name });

function volume(
  { configMap, secret, persistentVolumeClaim, projected, ephemeral, csi }: Volume,
  namespace: string,
  field: string,
): Found[] {
  return [
    ...to('ConfigMap', namespace, `${field}.configMap.name`, configMap, keysOf(configMap?.items)),
    ...to('Secret', namespace, `${field}.secret.secretName`, { name: secret?.secretName, optional: secret?.optional }),
    ...named(
      'PersistentVolumeClaim',
      namespace,
      `${field}.persistentVolumeClaim.claimName`,
      persistentVolumeClaim?.claimName,
    ),
    ...(ephemeral === undefined
      ? []
      : named(
          'StorageClass',
          '',
          `${field}.ephemeral.volumeClaimTemplate.spec.storageClassName`,
          ephemeral.volumeClaimTemplate?.spec.storageClassName ?? defaultClass,
        )),
    ...named('CSIDriver', '', `${field}.csi.driver`, csi?.driver),
    ...(projected?.sources ?? []).flatMap((source, i) => [
      ...to(
        'ConfigMap',
        namespace,
        `${field}.projected.sources[${i}].configMap.name`,
        source.configMap,
        keysOf(source.configMap?.items),
      ),
      ...to('Secret', namespace, `${field}.projected.sources[${i}].secret.name`, source.secret),
    ]),
  ];
}

function variable({ valueFrom }: EnvironmentVariable, namespace: string, field: string): Found[] {
  const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  return [
    ...to(
      'ConfigMap',
      namespace,
      `${field}.valueFrom.configMapKeyRef.name`,
      configMapKeyRef,
      configMapKeyRef && [configMapKeyRef.key],
    ),
    ...to('Secret', namespace, `${field}.valueFrom.secretKeyRef.name`, secretKeyRef),
  ];
}

const services = (text: string, field: string): Found[] =>
  [...text.matchAll(serviceHost)].map(([, name = '', namespace = '']) => ({ kind: 'Service', namespace, name, field }));

function ofContainer({ container, field }: PodContainer, namespace: string): Found[] {
  const { env = [], envFrom = [] } = container;
  const commandLength = container.command?.length ?? 0;
  return [
    ...argumentsOf(container).flatMap((word, i) =>
      services(word, i < commandLength ? `${field}.command[${i}]` : `${field}.args[${i - commandLength}]`),
    ),
    ...env.flatMap((each, i) => [
      ...services(each.value ?? '', `${field}.env[${i}].value`),
      ...variable(each, namespace, `${field}.env[${i}]`),
    ]),
    ...envFrom.flatMap(({ configMapRef, secretRef }, i) => [
      ...to('ConfigMap', namespace, `${field}.envFrom[${i}].configMapRef.name`, configMapRef),
      ...to('Secret', namespace, `${field}.envFrom[${i}].secretRef.name`, secretRef),
    ]),
  ];
}

/** Everything that a pod waits for by name. */
export function podReferences({ spec, field, containers }: WorkloadPod, namespace: string): readonly Reference[] {
  return [
    ...named('ServiceAccount', namespace, `${field}.serviceAccountName`, spec.serviceAccountName),
    ...named('PriorityClass', '', `${field}.priorityClassName`, spec.priorityClassName),
    ...named('RuntimeClass', '', `${field}.runtimeClassName`, spec.runtimeClassName),
    ...(spec.imagePullSecrets ?? []).flatMap((secret, i) =>
      to('Secret', namespace, `${field}.imagePullSecrets[${i}].name`, secret),
    ),
    ...(spec.resourceClaims ?? []).flatMap(({ resourceClaimName, resourceClaimTemplateName }, i) => [
      ...named('ResourceClaim', namespace, `${field}.resourceClaims[${i}].resourceClaimName`, resourceClaimName),
      ...named(
        'ResourceClaimTemplate',
        namespace,
        `${field}.resourceClaims[${i}].resourceClaimTemplateName`,
        resourceClaimTemplateName,
      ),
    ]),
    ...(spec.volumes ?? []).flatMap((each, i) => volume(each, namespace, `${field}.volumes[${i}]`)),
    ...containers.flatMap((container) => ofContainer(container, namespace)),
  ].map((found) => ({ ...found, gates: true }));
}
