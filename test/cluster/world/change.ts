/**
 * A new version of an environment: every engine gets a setting that changes its pods, every loader another mirror,
 * every image another build.
 */
import { plan, synthesise, type EnvironmentInput, type RenderedChart } from '../../../lib';
import { images } from '../../../lib/catalog/images';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { draw } from '../../../lib/synthesise';
import { podAnnotations } from '../control-plane/stages';
import { wavesOf } from './rendered';

/**
 * Tokens of an answer are fewer by this number in each further version: it changes the drain, and nothing that
 * placement sees.
 */
const step = 8;

const shorter = <Workload extends { readonly settings: { readonly maxOutputLength: number } }>(
  workloads: Readonly<Record<string, Workload>> | undefined,
  version: number,
) =>
  workloads &&
  Object.fromEntries(
    Object.entries(workloads).map(([name, workload]) => [
      name,
      {
        ...workload,
        settings: { ...workload.settings, maxOutputLength: workload.settings.maxOutputLength - version * step },
      },
    ]),
  );

/** The same environment with changed settings. */
export const changed = (input: EnvironmentInput, version: number): EnvironmentInput => ({
  ...input,
  cluster: {
    ...input.cluster,
    downloads: {
      ...input.cluster.downloads,
      hub: `https://mirror-${version}.example`,
      registry: `https://registry-${version}.example`,
    },
  },
  models: shorter(input.models, version),
  ollama: shorter(input.ollama, version),
});

/**
 * Draws with the digests of a later build of every image, as a bump of the catalogue does. The rules know the pinned
 * ones alone.
 */
function drawBumped(input: EnvironmentInput, version: number): readonly RenderedChart[] {
  const {
    plan: { environment },
  } = synthesise(input);
  const pinned = { ...images };
  const digest = `sha256:${version.toString(16).padStart(64, '0')}`;
  Object.assign(
    images,
    Object.fromEntries(Object.entries(pinned).map(([name, image]) => [name, { ...image, digest }])),
  );
  try {
    return draw(plan(environment));
  } finally {
    Object.assign(images, pinned);
  }
}

interface Template {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly terminationGracePeriodSeconds?: number };
}

/** How long pods load and drain, in the time of a test: milliseconds, as `300ms`. */
export interface Pace {
  readonly readyAfter: string;
  readonly goneAfter: string;
}

/**
 * What is rendered in proportion: as many times the test's time to be gone as it is grace periods. The server takes
 * whole seconds only.
 */
function minReadyAtPace(
  { minReadySeconds, template }: { readonly minReadySeconds?: number; readonly template: Template },
  goneAfter: string,
): number | undefined {
  const grace = template.spec?.terminationGracePeriodSeconds ?? 30;
  return minReadySeconds === undefined
    ? undefined
    : Math.ceil((minReadySeconds / grace) * (Number.parseInt(goneAfter, 10) / 1000));
}

/**
 * Pods that load and drain at the test's pace: a simulated kubelet otherwise takes no time at all, and a rollout would
 * hide what it waits for.
 */
export function atPace(manifest: Manifest, { readyAfter, goneAfter }: Pace): Manifest {
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet') return manifest;
  const spec = manifest['spec'] as { readonly minReadySeconds?: number; readonly template: Template };
  const annotations = {
    ...spec.template.metadata?.annotations,
    [podAnnotations.readyAfter]: readyAfter,
    [podAnnotations.goneAfter]: goneAfter,
  };
  return {
    ...manifest,
    spec: {
      ...spec,
      minReadySeconds: minReadyAtPace(spec, goneAfter),
      template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } },
    },
  };
}

/** Waves of a further version of an environment, at the test's pace. */
export const nextVersion = (input: EnvironmentInput, version: number, pace: Pace): readonly (readonly Manifest[])[] =>
  wavesOf(drawBumped(changed(input, version), version)).map((wave) => wave.map((manifest) => atPace(manifest, pace)));
