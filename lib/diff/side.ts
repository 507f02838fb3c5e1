/** One side of a comparison: rendered objects, and what the plan behind them says where there is one. */
import { withoutHash } from '../core';
import { identity, type Manifest, type RenderedChart, title } from '../kubernetes/read';
import type { Engines } from '../engines';
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

/** `llm-serving/legal`: a workload without its kind and without the hash of its content. */
export const workloadName = ({ metadata: { namespace, name } }: Manifest): string =>
  `${namespace ?? ''}/${withoutHash(name) ?? name}`;
