/**
 * The objects of a stack, in an order in which they can be made, each with what it waits for and how it is treated.
 * Pure.
 */
import type { Manifest, RenderedChart } from '../../lib';
import { bindsOnFirstUse, loadersBefore, timesOf, type Times } from '../../lib/internal';
import { replicasOfOthers } from './autoscaling';
import { custody, type Custody } from './custody';
import type { Holding } from './delivery';
import { runsPods } from './pods';
import type { Settings } from './settings';

export interface StackObject extends Custody {
  readonly manifest: Manifest;
  /** Objects that must be ready before. */
  readonly after: readonly Manifest[];
  /** Whether the stack waits until it is ready. */
  readonly awaited: boolean;
  readonly times: Times;
  /** Fields that another writer owns once the object exists. */
  readonly ignoreChanges: readonly string[];
  /** The field manager with which the stack writes it. */
  readonly fieldManager: string;
}

/**
 * Namespaces before what lives in them, whatever runs pods after what it uses, loaders before who serves what they
 * bring.
 */
function rank(manifest: Manifest): number {
  if (manifest.kind === 'Namespace') return 0;
  if (!runsPods(manifest)) return 1;
  return manifest.kind === 'Job' ? 2 : 3;
}

/** What an object waits for in its own chart: its namespace, and everything without pods when it runs some itself. */
function inChart(manifest: Manifest, { manifests }: RenderedChart): readonly Manifest[] {
  const isFirst = (other: Manifest): boolean =>
    runsPods(manifest)
      ? !runsPods(other)
      : other.kind === 'Namespace' && other.metadata.name === manifest.metadata.namespace;
  return manifests.filter((other) => other !== manifest && isFirst(other));
}

/**
 * Whether an object becomes ready by itself. A Service is as ready as the pods behind it, and their workload is waited
 * for already.
 */
export const isAwaited = (manifest: Manifest, all: readonly Manifest[]): boolean =>
  manifest.kind !== 'Service' && !bindsOnFirstUse(manifest, all);

/**
 * Loaders of what a workload serves. Pulumi waits for few objects at a time, and a model that waits for weights takes a
 * place.
 */
function loaders(manifest: Manifest, chart: RenderedChart, { charts, plan }: Holding): readonly Manifest[] {
  if (!runsPods(manifest)) return [];
  const names = new Set(loadersBefore(plan, chart.name));
  return charts.filter(({ name }) => names.has(name)).flatMap(({ manifests }) => manifests.filter(runsPods));
}

/** The objects that a stack holds: a wave waits for all of the one before. */
export function stackObjects(holding: Holding, settings: Settings): readonly StackObject[] {
  const { charts, plan, fieldManager } = holding;
  const all = charts.flatMap(({ manifests }) => manifests);
  const waves = [...new Set(charts.filter(({ manifests }) => manifests.length > 0).map(({ wave }) => wave))].sort(
    (a, b) => a - b,
  );
  return waves.flatMap((wave, index) => {
    const before = charts.filter((chart) => chart.wave === waves[index - 1]).flatMap(({ manifests }) => manifests);
    return charts
      .filter((chart) => chart.wave === wave)
      .flatMap((chart) => chart.manifests.map((manifest) => ({ chart, manifest })))
      .sort((a, b) => rank(a.manifest) - rank(b.manifest))
      .map(({ chart, manifest }): StackObject => ({
        manifest,
        after: [...before, ...inChart(manifest, chart), ...loaders(manifest, chart, holding)],
        awaited: isAwaited(manifest, all),
        times: timesOf(manifest, plan),
        ignoreChanges: replicasOfOthers(manifest, all),
        fieldManager,
        ...custody(manifest, settings),
      }));
  });
}
