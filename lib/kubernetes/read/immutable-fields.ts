/** Fields that the API server does not let change, each with the way to change it all the same. */
import { isSameJson, own, unitsOf } from '../../core';
import { groupOf, isBuiltInGroup } from '../kinds';
import type { Manifest } from './manifest';
import { part } from './part';

/** A change that cannot be applied in place. */
export interface ImmutableChange {
  /** `spec.volumeClaimTemplates` */
  readonly field: string;
  /** What to do instead: one clause. */
  readonly way: string;
}

interface Immutable {
  readonly field: string;
  readonly way: string;
  /** Whether the change from one value to the other is refused. @default - any change is */
  readonly refuses?: (before: unknown, after: unknown) => boolean;
}

const orphan = (kind: string): string =>
  `delete the ${kind} with --cascade=orphan and create it again: its pods keep running until they are replaced`;
const again = (what: string): string => `delete it and create it again${what}`;
const otherName = 'give it another name: the old and the new object then exist at the same time';
const copied = 'create a claim with another name and copy the data of the old claim';

/** Without growth, which a class may allow. */
const withoutSize = (spec: unknown): unknown => ({ ...(spec as object), resources: undefined });
/** A size that is none, or is not there, is less than any. */
const sizeOf = (spec: unknown): number => unitsOf(part(spec, 'resources', 'requests', 'storage')) ?? 0;

const hasAddress = (value: unknown): boolean => value === 'None' || (typeof value === 'string' && value !== '');

const selectorOf = (kind: string): Immutable => ({ field: 'spec.selector', way: orphan(kind) });
const claimTemplates =
  'delete the StatefulSet with --cascade=orphan and create it again: existing claims keep their size and class';

/** By kind. What a kind does not list may change. */
const immutable: Readonly<Record<string, readonly Immutable[]>> = {
  ConfigMap: ['data', 'binaryData', 'immutable'].map((field) => ({ field, way: otherName })),
  DaemonSet: [selectorOf('DaemonSet')],
  Deployment: [selectorOf('Deployment')],
  StatefulSet: [
    selectorOf('StatefulSet'),
    { field: 'spec.serviceName', way: orphan('StatefulSet') },
    { field: 'spec.podManagementPolicy', way: orphan('StatefulSet') },
    { field: 'spec.volumeClaimTemplates', way: claimTemplates },
  ],
  PersistentVolumeClaim: [
    {
      field: 'spec',
      way: copied,
      refuses: (before, after) => !isSameJson(withoutSize(before), withoutSize(after)),
    },
  ],
  PersistentVolume: ['spec.local', 'spec.nfs', 'spec.csi', 'spec.hostPath', 'spec.nodeAffinity', 'spec.volumeMode'].map(
    (field) => ({ field, way: otherName }),
  ),
  StorageClass: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'].map((field) => ({
    field,
    way: again(': existing volumes keep their old settings'),
  })),
  Job: ['spec.template', 'spec.selector', 'spec.completionMode'].map((field) => ({ field, way: otherName })),
  ResourceClaim: [{ field: 'spec', way: otherName }],
  ResourceClaimTemplate: [{ field: 'spec', way: otherName }],
  RoleBinding: [{ field: 'roleRef', way: again('; until then its subjects do not have the role') }],
  ClusterRoleBinding: [{ field: 'roleRef', way: again('; until then its subjects do not have the role') }],
  Service: [
    {
      field: 'spec.clusterIP',
      way: again(': until then connections through it fail'),
      refuses: (before, after) =>
        (hasAddress(before) && before !== after) || (!hasAddress(before) && hasAddress(after)),
    },
  ],
  PriorityClass: ['value', 'preemptionPolicy'].map((field) => ({
    field,
    way: again(': existing pods keep their priority'),
  })),
  RuntimeClass: [{ field: 'handler', way: again(': existing pods keep the old handler') }],
};

/** A claim may grow; `spec` says all of it but its size. */
function shrinks(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  if (before.kind !== 'PersistentVolumeClaim' || sizeOf(after['spec']) >= sizeOf(before['spec'])) return [];
  return [{ field: 'spec.resources.requests.storage', way: copied }];
}

/** What cannot be changed in place between two states of one object. Only an immutable ConfigMap is one. */
export function immutableChanges(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  // A kind of another group may have the same name, and other rules.
  if (!isBuiltInGroup(groupOf(before.apiVersion))) return [];
  if (before.kind === 'ConfigMap' && before['immutable'] !== true) return [];
  const refused = (own(immutable, before.kind) ?? []).filter(({ field, refuses }) => {
    const [old, now] = [part(before, ...field.split('.')), part(after, ...field.split('.'))];
    return refuses === undefined ? !isSameJson(old, now) : refuses(old, now);
  });
  return [...refused.map(({ field, way }) => ({ field, way })), ...shrinks(before, after)];
}
