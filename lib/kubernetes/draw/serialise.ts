/**
 * Constructs → manifests: one walk, each object serialised once, in an order that does not depend on who was added
 * first.
 */
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Manifest } from '../read';

/** Order of kinds in a chart: what others refer to comes first. Kinds that are not listed follow, by name. */
const firstKinds = [
  'Namespace',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'PersistentVolume',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'NetworkPolicy',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
];

function kindRank(kind: string): number {
  const place = firstKinds.indexOf(kind);
  return place === -1 ? firstKinds.length : place;
}

/** By kind, then namespace and name. */
function inOrder(a: Manifest, b: Manifest): number {
  const key = ({ kind, metadata: { namespace = '', name } }: Manifest) => `${kind}/${namespace}/${name}`;
  return kindRank(a.kind) - kindRank(b.kind) || (key(a) < key(b) ? -1 : 1);
}

function collect(construct: IConstruct, into: Manifest[]): Manifest[] {
  if (ApiObject.isApiObject(construct)) into.push(construct.toJson() as Manifest);
  for (const child of construct.node.children) collect(child, into);
  return into;
}

/**
 * The objects below a construct. `app.synth()` prepares the whole tree again for every chart, which is quadratic; this
 * is linear.
 */
export const manifestsOf = (construct: IConstruct): readonly Manifest[] => collect(construct, []).sort(inOrder);
