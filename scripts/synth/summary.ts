/** What an environment holds, for people and for machines. */
import { beforehand, type Manifest, type Preparation, type Synthesis } from '../../lib';
import { counted, dataVolumes } from '../../lib/internal';

/** A summary of one rendered environment. */
export interface Summary {
  readonly environment: string;
  readonly folder: string;
  readonly charts: number;
  readonly objects: number;
  /** GPU units by resource name: at minimum replicas and at maximum. */
  readonly gpus: readonly { readonly resource: string; readonly minimum: number; readonly maximum: number }[];
  /** The store, the volumes of fleets at their maximum, and those of databases and caches, in GiB. */
  readonly claimedGib: number;
  readonly images: readonly string[];
  /** What must be done in the cluster before the manifests are applied. */
  readonly beforehand: readonly Preparation[];
}

const imagesIn = (value: unknown, into: Set<string>): Set<string> => {
  if (Array.isArray(value)) value.forEach((item) => imagesIn(item, into));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'image' && typeof item === 'string') into.add(item);
      else imagesIn(item, into);
    }
  }
  return into;
};

function gpus({ plan }: Synthesis): Summary['gpus'] {
  const totals = new Map<string, { minimum: number; maximum: number }>();
  const add = (resource: string, count: number, min: number, max: number): void => {
    const { minimum, maximum } = totals.get(resource) ?? { minimum: 0, maximum: 0 };
    totals.set(resource, { minimum: minimum + count * min, maximum: maximum + count * max });
  };
  for (const { compute, replicas } of plan.servers)
    if (compute.gpus) add(compute.gpus.resource, compute.gpus.count, replicas.min, replicas.max);
  return [...totals].map(([resource, total]) => ({ resource, ...total }));
}

const gibibyte = 1024 ** 3;

/** Sums up a synthesis. */
export function summarise(synthesis: Synthesis, folder: string): Summary {
  const manifests: readonly Manifest[] = synthesis.charts.flatMap((chart) => chart.manifests);
  const kept = synthesis.plan.servers.filter(
    ({ workload }) => workload.local.kind === 'static' || workload.local.kind === 'csi',
  );
  const claimed =
    synthesis.plan.store.capacity +
    kept.reduce((sum, { volumeSize, replicas }) => sum + (volumeSize?.value ?? 0) * replicas.max, 0) +
    dataVolumes(synthesis.plan.environment).reduce((sum, { size }) => sum + size, 0);
  return {
    environment: synthesis.name,
    folder,
    charts: synthesis.charts.length,
    objects: manifests.length,
    gpus: gpus(synthesis),
    claimedGib: Math.ceil(claimed / gibibyte),
    images: [...imagesIn(manifests, new Set())].sort(),
    beforehand: beforehand(synthesis.plan),
  };
}

const gpuText = ({ gpus: units }: Summary): string =>
  units.length === 0
    ? 'no GPUs'
    : units
        .map(
          ({ resource, minimum, maximum }) => `${minimum === maximum ? minimum : `${minimum}–${maximum}`} ${resource}`,
        )
        .join(', ');

/** A line per environment, and below it what must be done first. */
export function summaryText(summaries: readonly Summary[]): string {
  const widest = Math.max(0, ...summaries.map(({ folder }) => folder.length));
  return summaries
    .flatMap((summary) => [
      `${summary.folder.padEnd(widest)}  ${counted(summary.objects, 'object')} in ${counted(summary.charts, 'chart')} · ${gpuText(summary)} · ${summary.claimedGib} GiB claimed · ${counted(summary.images.length, 'image')}`,
      ...summary.beforehand.flatMap(({ what, commands, when = 'before' }) => [
        `  ${when} you apply, ${what}:`,
        ...commands.map((command) => `    ${command}`),
      ]),
    ])
    .join('\n');
}
