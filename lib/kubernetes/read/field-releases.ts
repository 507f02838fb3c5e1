/**
 * Fields, values and kinds that not every supported release of Kubernetes serves by default, and the first that does. A
 * server of an older release drops such a field without an error, unless the client asks for strict validation.
 *
 * @see kubernetes/enhancements keps (kep.yaml: alpha, beta and stable of each feature)
 * @see kubernetes/kubernetes pkg/features/kube_features.go
 */
import { childPath, isPlainObject, own } from '../../core';
import { fieldType, objectType, type ValueType } from './list-keys';
import type { Manifest } from './manifest';

interface Served {
  /** The first release; `none` where no supported release serves it by default. */
  readonly since: string;
  /** Values that it is about. @default - any value */
  readonly values?: readonly unknown[];
  /** The value that a server without the field acts by anyway. @default - none */
  readonly usual?: unknown;
}

const none = 'none';

/** By the type in the API and its field. */
const fields: Readonly<Record<string, Served>> = {
  'Volume.image': { since: '1.35' },
  'Volume.gitRepo': { since: none },
  'PodSpec.resources': { since: '1.34' },
  'PodSpec.resourceClaims': { since: '1.34' },
  'Container.restartPolicyRules': { since: '1.35' },
  'Toleration.operator': { since: none, values: ['Gt', 'Lt'] },
  // Off in 1.36.3, as test:cluster shows, although its kep.yaml states that it is on from 1.35.
  'RollingUpdateStatefulSetStrategy.maxUnavailable': { since: none, usual: 1 },
  'StatefulSetUpdateStrategy.type': { since: none, values: ['Recreate'] },
  'ServiceSpec.trafficDistribution': { since: '1.34', values: ['PreferSameNode', 'PreferSameZone'] },
  'HPAScalingRules.tolerance': { since: '1.35' },
  'HorizontalPodAutoscalerSpec.minReplicas': { since: '1.37', values: [0] },
  'PersistentVolumeClaimSpec.volumeAttributesClassName': { since: '1.34' },
  'PersistentVolumeSpec.volumeAttributesClassName': { since: '1.34' },
};

/** By API version and kind. */
const kinds: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy': '1.36',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding': '1.36',
  'resource.k8s.io/v1 DeviceClass': '1.34',
  'resource.k8s.io/v1 ResourceClaim': '1.34',
  'resource.k8s.io/v1 ResourceClaimTemplate': '1.34',
  'storage.k8s.io/v1 VolumeAttributesClass': '1.34',
};

/** What the release of a cluster does not serve. */
export interface UnservedField {
  /** Path inside the object. */
  readonly field: string;
  /** The value, where only some values are not served. */
  readonly value?: unknown;
  /** The first release that serves it; absent where none does. */
  readonly since?: string;
}

const minorOf = (release: string): number => Number(release.replace(/^1\./, ''));

const isServed = (since: string, release: string): boolean => since !== none && minorOf(since) <= minorOf(release);

const sinceOf = (since: string): Pick<UnservedField, 'since'> => (since === none ? {} : { since });

function unservedIn(value: unknown, type: ValueType, path: string, release: string): readonly UnservedField[] {
  if (Array.isArray(value))
    return value.flatMap((each, i) => unservedIn(each, type, childPath(path, i).replace(/^\./, ''), release));
  if (!isPlainObject(value) || type === undefined) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (each === undefined) return [];
    const field = childPath(path, key).replace(/^\./, '');
    const served = own(fields, `${type}.${key}`);
    if (served === undefined || isServed(served.since, release) || each === served.usual)
      return unservedIn(each, fieldType(type, key), field, release);
    if (served.values === undefined) return [{ field, ...sinceOf(served.since) }];
    return served.values.includes(each) ? [{ field, value: each, ...sinceOf(served.since) }] : [];
  });
}

/** Fields and values of an object that a release does not serve. */
export function unservedFields(manifest: Manifest, release: string): readonly UnservedField[] {
  const { apiVersion, kind } = manifest;
  const since = own(kinds, `${apiVersion} ${kind}`);
  return [
    ...(since === undefined || isServed(since, release) ? [] : [{ field: 'apiVersion', value: apiVersion, since }]),
    ...unservedIn(manifest, objectType(apiVersion, kind), '', release),
  ];
}
