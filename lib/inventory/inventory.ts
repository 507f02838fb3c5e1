/**
 * What a live cluster has, from the answers of its API server: nodes, objects by name, the versions that it serves. It
 * reads nothing itself.
 */
import { matches } from '../kubernetes/read';
import { groupsOf, liveObjects, versionOf } from './answers';
import { conditionOf, partOf, type LiveObject } from './live-object';
import { askedByOthers, liveNode, type LiveNode } from './node';

/** Answers of an API server, as they came. */
export interface Answers {
  /** Of `/version`. */
  readonly version: unknown;
  /** Of `/apis`. */
  readonly groups: unknown;
  /** Every object that was read: nodes, pods, classes, definitions, whatever the environment would make. */
  readonly objects: readonly LiveObject[];
  /** Lists that this user may not read, by their resources: `nodes`, `storageclasses.storage.k8s.io`. @default [] */
  readonly unread?: readonly string[];
}

export interface Inventory {
  /** `1.36` */
  readonly version: string;
  /** Served versions by group; the core group is empty text. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly nodes: readonly LiveNode[];
  /** Objects of a kind. */
  of(kind: string): readonly LiveObject[];
  find(kind: string, namespace: string, name: string): LiveObject | undefined;
  /** Lists that this user may not read. */
  readonly unread: readonly string[];
  /** Whether objects of a kind may be there and could not be read. */
  isUnread(kind: string): boolean;
}

/** `NetworkPolicy` → `networkpolicies`. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`;
  return name.endsWith('s') ? `${name}es` : `${name}s`;
}

const key = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

/** @throws FaultError for answers that no API server gives */
export function inventoryOf({ version, groups, objects: answers, unread = [] }: Answers): Inventory {
  const unreadResources = new Set(unread.map((each) => each.replace(/[. ].*$/, '')));
  const objects = liveObjects(answers);
  const byKind = new Map<string, LiveObject[]>();
  for (const object of objects) {
    const list = byKind.get(object.kind);
    if (list === undefined) byKind.set(object.kind, [object]);
    else list.push(object);
  }
  const byName = new Map(
    objects.map((object) => [key(object.kind, object.metadata.namespace ?? '', object.metadata.name), object]),
  );
  const of = (kind: string): readonly LiveObject[] => byKind.get(kind) ?? [];
  const others = askedByOthers(of('Pod'));
  const nodes = of('Node').map((node) => liveNode(node, others.get(node.metadata.name)));
  return {
    version: versionOf(version),
    groups: groupsOf(groups),
    nodes: nodes.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
    of,
    find: (kind, namespace, name) => byName.get(key(kind, namespace, name)),
    unread,
    isUnread: (kind) => unreadResources.has(pluralOf(kind)),
  };
}

const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';

export const isDefaultClass = ({ metadata: { annotations } }: LiveObject): boolean =>
  annotations?.[defaultClassAnnotation] === 'true';

/** Whether the class waits for the first pod, so that a volume is made where the pod is. */
export const waitsForPod = ({ volumeBindingMode }: LiveObject): boolean => volumeBindingMode === 'WaitForFirstConsumer';

/** The aggregated API of a group, with what its server says when it does not answer. */
export function aggregatedApi(
  { of }: Inventory,
  group: string,
): { readonly name: string; readonly service?: string; readonly failure?: string } | undefined {
  const services = of('APIService').filter(({ spec }) => partOf<{ readonly group: string }>(spec).group === group);
  const isAvailable = (service: LiveObject): boolean => conditionOf(service, 'Available')?.status === 'True';
  const service = services.find(isAvailable) ?? services[0];
  if (service === undefined) return undefined;
  const condition = conditionOf(service, 'Available');
  return {
    name: service.metadata.name,
    service: partOf<{ readonly service: { readonly name: string } }>(service.spec).service?.name,
    failure: condition?.status === 'True' ? undefined : (condition?.message ?? 'it gives no reason'),
  };
}

/** Whether a pod carries all of some labels. */
export const carries = ({ metadata: { labels = {} } }: LiveObject, wanted: Readonly<Record<string, string>>): boolean =>
  matches({ matchLabels: wanted }, labels);

/** Whether a definition serves any of its versions. */
export const isDefinitionServed = ({ spec }: LiveObject): boolean =>
  partOf<{ readonly versions: readonly { readonly served: boolean }[] }>(spec).versions?.some(
    ({ served }) => served,
  ) === true;
