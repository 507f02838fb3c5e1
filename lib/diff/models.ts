/** What is served, read off the manifests: what people call a change of a model. */
import {
  autoscaledBy,
  claimSpecsIn,
  gpusOf,
  invocationOf,
  type Manifest,
  part,
  title,
  withClaimedDevices,
  workloadPod,
} from '../kubernetes/read';
import type { Container } from '../kubernetes/kinds';
import type { PlanFacts } from './plan-facts';
import { placed, workloadName, type Side } from './side';
import { defaultEngines, type Engine } from '../engines';

/** Facts of one model server or fleet, by the words of the report, in its order. */
export type ModelFacts = Readonly<Record<string, string>>;

/** A range of replicas: an autoscaler's, or twice the fixed number. */
export interface ReplicaRange {
  readonly min: number;
  readonly max: number;
}

/** A model server or a fleet, as it is rendered. */
export interface ServedModel {
  readonly title: string;
  readonly manifest: Manifest;
  readonly replicas: ReplicaRange;
  readonly facts: ModelFacts;
}

/** The replicas of a workload: an autoscaler's range where there is one. */
export function replicasOf(manifest: Manifest, all: readonly Manifest[]): ReplicaRange {
  const autoscaler = all
    .filter(({ metadata: { namespace } }) => namespace === manifest.metadata.namespace)
    .map(autoscaledBy)
    .find((each) => each?.target.kind === manifest.kind && each.target.name === manifest.metadata.name);
  const fixed = Number(part(manifest, 'spec', 'replicas') ?? 1);
  return { min: autoscaler?.min ?? fixed, max: autoscaler?.max ?? fixed };
}

const rangeText = ({ min, max }: ReplicaRange): string => (min === max ? `${min}` : `${min}–${max}`);

/** `llama-3.3-70b-instruct/Q4_K_M` says its quantisation; a tag of Ollama's does not, but the plan knows it. */
function quantisationOf(weights: string | undefined, known: readonly string[] | undefined): string | undefined {
  if (known !== undefined) return known.join(', ');
  return weights?.includes('/') === true && !weights.includes(' ')
    ? weights.slice(weights.lastIndexOf('/') + 1)
    : undefined;
}

const gibText = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

function factsOf(
  manifest: Manifest,
  container: Container,
  engine: Engine,
  replicas: ReplicaRange,
  plan: PlanFacts | undefined,
): ModelFacts {
  const planned = plan?.workloads[workloadName(manifest)];
  const { annotations = {} } = manifest.metadata;
  const weights = annotations['corral.dev/model'] ?? annotations['corral.dev/models'];
  const shown = engine.shownSettings(invocationOf(container));
  const facts: Readonly<Record<string, string | undefined>> = {
    weights,
    quantisation: quantisationOf(weights, planned?.quantisations),
    image: container.image,
    context: shown.context,
    slots: shown.slots,
    'cache types': shown.cacheTypes,
    GPUs:
      gpusOf(container)
        .map(([resource, count]) => `${count} ${resource}`)
        .join(', ') || 'none',
    VRAM: planned?.gpuBytes === undefined ? undefined : gibText(planned.gpuBytes),
    'memory from': annotations['corral.dev/measured-memory'],
    memory: container.resources?.limits?.['memory']?.toString(),
    replicas: rangeText(replicas),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The containers of a workload that run beside each other, with the devices of its claims among their limits. */
export function containersOf(manifest: Manifest, all: readonly Manifest[]): readonly Container[] {
  const pod = workloadPod(manifest);
  if (pod === undefined) return [];
  return withClaimedDevices(pod, claimSpecsIn(all, manifest.metadata.namespace ?? '')).spec.containers;
}

/** What a side serves, by title. */
export function servedModels(side: Side): readonly ServedModel[] {
  const all = placed(side).map(({ manifest }) => manifest);
  const engines = side.engines ?? defaultEngines;
  return all.flatMap((manifest) => {
    const container = containersOf(manifest, all).find(({ name }) => engines.has(name));
    const engine = engines.get(container?.name ?? '');
    if (container === undefined || engine === undefined || !['Deployment', 'StatefulSet'].includes(manifest.kind))
      return [];
    const replicas = replicasOf(manifest, all);
    return [
      { title: title(manifest), manifest, replicas, facts: factsOf(manifest, container, engine, replicas, side.facts) },
    ];
  });
}
