/**
 * The pods behind workloads of every kind: their labels, their containers of every sort, and where in the object they
 * stand.
 */
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1';
import { own } from '../core/json';
import type { Container, PodSpec } from '../kubernetes/kinds';
import type { Seen } from './seen';
import { orNone } from './lists';
import { specOf } from './spec';

/** A container of a pod, whichever list it is in. */
export interface PodContainer {
  readonly container: Container;
  /** Path of the container in its object. */
  readonly field: string;
  readonly role: 'main' | 'init' | 'ephemeral';
}

/** What a StatefulSet makes claims from. */
type ClaimTemplate = Pick<IPersistentVolumeClaim, 'metadata' | 'spec'>;

/** Pods that a workload makes. */
export interface Pod {
  readonly workload: Seen;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
  /** Path of the pod's spec in the workload. */
  readonly field: string;
  /** Path of the pod's metadata in the workload. */
  readonly metadataField: string;
  readonly containers: readonly PodContainer[];
  /** What each pod gets of its own: `volumeClaimTemplates` of a StatefulSet. */
  readonly claimTemplates: readonly ClaimTemplate[];
}

/** Where each kind keeps its pod. */
const templateOf: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

const lists = [
  { list: 'initContainers', role: 'init' },
  { list: 'containers', role: 'main' },
  { list: 'ephemeralContainers', role: 'ephemeral' },
] as const;

const step = (value: unknown, key: string): unknown => (value as Readonly<Record<string, unknown>> | undefined)?.[key];

/** The pods of an object; `undefined` when its kind makes none. */
export function podOf(workload: Seen): Pod | undefined {
  const { manifest } = workload;
  const path = own(templateOf, manifest.kind);
  if (path === undefined) return undefined;
  const template = path.reduce(step, manifest as unknown) as
    | { metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> }; spec?: PodSpec }
    | undefined;
  const prefix = path.map((key) => `${key}.`).join('');
  const spec = template?.spec ?? { containers: [] };
  return {
    workload,
    namespace: workload.namespace,
    labels: template?.metadata?.labels ?? {},
    annotations: template?.metadata?.annotations ?? {},
    spec,
    field: `${prefix}spec`,
    metadataField: `${prefix}metadata`,
    containers: lists.flatMap(({ list, role }) =>
      orNone(spec[list]).map((container, i) => ({ container, field: `${prefix}spec.${list}[${i}]`, role })),
    ),
    claimTemplates: orNone(specOf<{ volumeClaimTemplates: readonly ClaimTemplate[] }>(manifest).volumeClaimTemplates),
  };
}

/** Arguments of a container, the entry point's and its own. */
export const argumentsOf = ({ command, args }: Container): readonly string[] => [...orNone(command), ...orNone(args)];
