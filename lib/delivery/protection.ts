/** Kinds whose deletion takes data or other objects with it. */
import { programComponent } from '../kubernetes/draw';
import type { Manifest } from '../kubernetes/read';

/**
 * Controllers never delete these, even after they have left the repository: a volume or a namespace does not come back.
 */
const keptKinds: ReadonlySet<string> = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
]);

/** These leave the repository only when they are named: what is kept, and the workloads that own volumes. */
const protectedKinds: ReadonlySet<string> = new Set([...keptKinds, 'StatefulSet']);

/** Whether controllers must leave the object in the cluster when it is no longer in the repository. */
export const isKept = ({ kind }: Pick<Manifest, 'kind'>): boolean => keptKinds.has(kind);

/**
 * Whether it is a program, which pods of the revision before may still be started with. Flux removes what has left the
 * repository before the new pods are healthy, so it must leave these; Argo CD and Pulumi remove them last.
 */
export const isProgram = ({ kind, metadata: { labels = {} } }: Manifest): boolean =>
  kind === 'ConfigMap' && labels['app.kubernetes.io/name'] === programComponent;

/** Whether the object leaves the repository only by name. */
export const isProtected = ({ kind }: Pick<Manifest, 'kind'>): boolean => protectedKinds.has(kind);
