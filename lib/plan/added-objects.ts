/** Objects of others that the fields `pods` name: pull secrets, volumes and sources of variables. Corral draws none. */
import { childPath, type Path } from '../core';
import type { Environment } from '../environment';
import { type FolderSource, type PodAdditions, type VariableValue, workloadPlace } from '../workload';
import { storeNamespace } from './names';

/** One object that must be there before pods of the environment run. */
export interface AddedObject {
  readonly kind: 'ConfigMap' | 'PersistentVolumeClaim' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  /** The workload that names it, or the environment for what runs beside the engines. */
  readonly at: Path;
}

type Named = Pick<AddedObject, 'kind' | 'name'>;

function ofVariable(value: VariableValue): readonly Named[] {
  if (typeof value === 'string') return [];
  return 'secret' in value ? [{ kind: 'Secret', name: value.secret }] : [{ kind: 'ConfigMap', name: value.configMap }];
}

function ofFolder(from: FolderSource): Named {
  if ('claim' in from) return { kind: 'PersistentVolumeClaim', name: from.claim };
  return 'secret' in from ? { kind: 'Secret', name: from.secret } : { kind: 'ConfigMap', name: from.configMap };
}

const pullSecrets = ({ imagePullSecrets = [] }: PodAdditions): readonly Named[] =>
  imagePullSecrets.map((name) => ({ kind: 'Secret', name }));

const ofEngine = (pods: PodAdditions): readonly Named[] => [
  ...pullSecrets(pods),
  ...Object.values(pods.env ?? {}).flatMap(ofVariable),
  ...Object.values(pods.volumes ?? {}).map(ofFolder),
];

type Naming = Pick<Environment, 'name' | 'cluster' | 'servers' | 'supportPods' | 'databases' | 'caches' | 'gateway'>;

/** Every object that is named, each once, with the first workload that names it. */
export function addedObjects({
  name,
  cluster,
  servers,
  supportPods,
  databases,
  caches,
  gateway,
}: Naming): readonly AddedObject[] {
  const all = [
    ...servers.flatMap((server) =>
      ofEngine(server.pods).map((each) => ({
        ...each,
        namespace: cluster.namespaces.serving,
        at: childPath(workloadPlace(name, server), 'pods'),
      })),
    ),
    ...pullSecrets(supportPods).map((each) => ({
      ...each,
      namespace: storeNamespace({ cluster }),
      at: childPath(name, 'pods'),
    })),
    ...Object.entries({ databases, caches }).flatMap(([field, all]) =>
      all.flatMap(({ key, pods }) =>
        pullSecrets(pods).map((each) => ({
          ...each,
          namespace: cluster.namespaces.serving,
          at: childPath(name, field, key),
        })),
      ),
    ),
    ...pullSecrets(gateway?.pods ?? {}).map((each) => ({
      ...each,
      namespace: cluster.namespaces.gateway,
      at: childPath(name, 'gateway', 'pods'),
    })),
  ];
  const keyOf = (each: AddedObject): string => `${each.kind} ${each.namespace}/${each.name}`;
  return [...new Map(all.toReversed().map((each) => [keyOf(each), each])).values()].reverse();
}
