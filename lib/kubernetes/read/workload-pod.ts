/**
 * The pods behind workloads of every kind: their labels, their containers of every sort, and where in the object they
 * are.
 */
import type { IPersistentVolumeClaim, IPod } from 'kubernetes-models/v1';
import { own } from '../../core';
import { type Container, groupOf, isBuiltInGroup, type PodSpec } from '../kinds';
import type { Manifest } from './manifest';
import { part } from './part';

/** A container of a pod, whichever list it is in. */
export interface PodContainer {
  readonly container: Container;
  /** Path of the container in its object. */
  readonly field: string;
  readonly role: 'main' | 'init' | 'ephemeral';
}

/** What a StatefulSet makes claims from. */
export type ClaimTemplate = Pick<IPersistentVolumeClaim, 'metadata' | 'spec'>;

/** Pods that a workload makes. */
export interface WorkloadPod {
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

/** The template of a workload's pods; every field may be missing. */
export interface PodTemplate {
  readonly metadata?: IPod['metadata'];
  readonly spec?: Partial<PodSpec>;
}

/** Where each kind keeps its pod. */
const templatePaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** The path of a workload's pods; a kind of another group may have the same name, and other fields. */
const pathOf = ({ apiVersion, kind }: Manifest): readonly string[] | undefined =>
  isBuiltInGroup(groupOf(apiVersion)) ? own(templatePaths, kind) : undefined;

/** The template of a workload's pods; `undefined` for kinds without pods, and where it is missing. */
export function podTemplate(manifest: Manifest): PodTemplate | undefined {
  const path = pathOf(manifest);
  return path === undefined ? undefined : (part(manifest, ...path) as PodTemplate | undefined);
}

const lists = [
  { list: 'initContainers', role: 'init' },
  { list: 'containers', role: 'main' },
  { list: 'ephemeralContainers', role: 'ephemeral' },
] as const;

/** The pods of an object; `undefined` when its kind makes none. */
export function workloadPod(manifest: Manifest): WorkloadPod | undefined {
  const path = pathOf(manifest);
  if (path === undefined) return undefined;
  const { metadata, spec: written } = podTemplate(manifest) ?? {};
  const spec = (written?.containers === undefined ? { ...written, containers: [] } : written) as PodSpec;
  const prefix = path.map((key) => `${key}.`).join('');
  return {
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    spec,
    field: `${prefix}spec`,
    metadataField: `${prefix}metadata`,
    containers: lists.flatMap(({ list, role }) =>
      (spec[list] ?? []).map((container, i) => ({ container, field: `${prefix}spec.${list}[${i}]`, role })),
    ),
    claimTemplates: (part(manifest, 'spec', 'volumeClaimTemplates') ?? []) as readonly ClaimTemplate[],
  };
}

/** Arguments of a container, the entry point's and its own. */
export const argumentsOf = ({ command, args }: Pick<Container, 'command' | 'args'>): readonly string[] => [
  ...(command ?? []),
  ...(args ?? []),
];
