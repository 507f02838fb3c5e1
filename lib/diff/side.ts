/** One side of a comparison: rendered objects, and what the plan behind them says where there is one. */
import { identity, title, type Manifest, type RenderedChart } from '../kubernetes/read/manifest';
import { withoutHash } from '../delivery/changes';
import type { Engines } from '../engines/registry';
import type { PlanFacts } from './plan-facts';

/** What is compared. Folders and clusters have objects only; an environment brings its plan. */
export interface Side {
  /** How a report calls it: `main:production`. */
  readonly name: string;
  readonly charts: readonly RenderedChart[];
  readonly facts?: PlanFacts;
  /** Engines that may be served. @default - those that Corral has */
  readonly engines?: Engines;
}

/** An object and the wave in which it is applied. */
export interface Placed {
  readonly manifest: Manifest;
  readonly wave: number;
  /** Group, kind, namespace, name. */
  readonly identity: string;
  /** `Deployment llm-serving/legal` */
  readonly title: string;
}

const byTitle = (a: Placed, b: Placed): number => (a.title < b.title ? -1 : 1);

/** The objects of a side, by title. */
export const placed = ({ charts }: Side): readonly Placed[] =>
  charts
    .flatMap(({ wave, manifests }) =>
      manifests.map((manifest) => ({ manifest, wave, identity: identity(manifest), title: title(manifest) })),
    )
    .sort(byTitle);

/** Kinds that keep pods running. */
const servingKinds: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet']);

export const isServing = ({ kind }: Manifest): boolean => servingKinds.has(kind);

/** A part of an object, by its fields; `undefined` where one is missing. */
export const part = (value: unknown, ...fields: readonly string[]): unknown =>
  fields.reduce<unknown>(
    (inner, field) =>
      typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>)[field] : undefined,
    value,
  );

/** Where each kind keeps the template of its pods. */
const templates: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** A container, as far as comparisons read it. */
export interface PodContainer {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly startupProbe?: { readonly failureThreshold?: number; readonly periodSeconds?: number };
}

/** The template of a workload's pods; `undefined` for kinds without. */
export interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly containers?: readonly PodContainer[];
    readonly terminationGracePeriodSeconds?: number;
    readonly serviceAccountName?: string;
  };
}

export function templateOf(manifest: Manifest): PodTemplate | undefined {
  const path = templates[manifest.kind];
  return path === undefined ? undefined : (part(manifest, ...path) as PodTemplate | undefined);
}

/** `llm-serving/legal`: a workload without its kind and without the hash of its content. */
export const workloadName = ({ metadata: { namespace, name } }: Manifest): string =>
  `${namespace ?? ''}/${withoutHash(name) ?? name}`;
