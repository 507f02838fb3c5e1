/** Plans what comes into the store: every model once, however many serve it. */
import { type Model, modelFiles, originText } from '../catalog';
import {
  bytes,
  type Bytes,
  ceilSeconds,
  childPath,
  derived,
  gib,
  inGib,
  mibText,
  minutes,
  seconds,
  slug,
  sumBytes,
} from '../core';
import {
  downloadRoute,
  downloadTokens,
  engineOf,
  type Environment,
  isReadInPlace,
  type WeightsStore,
} from '../environment';
import { claimFiles, type Weights, type WeightsForm } from '../programs';
import { diskBytes } from '../sizing';
import { planFault } from './fault-codes';
import { finding, type Finding } from './finding';
import type { LoaderPlan, StorePlan } from './plan';

/** Slowest download that is still waited for, in bytes per second; a slower one is a fault. */
const slowestDownload = 10e6;
/** Time to resolve names, to place the pod and to pull its image. */
const before = minutes(15);

interface Wanted {
  readonly key: string;
  readonly model: Model;
  readonly by: string;
}

/** Models that come through the store, each with the workload that serves it. */
const wantedModels = ({ servers }: Environment): readonly Wanted[] =>
  servers
    .filter(({ local }) => local.kind !== 'image')
    .flatMap(({ served, name }) => served.map((each) => ({ ...each, by: name })));

/**
 * Every engine that can read a model, whether it does or not: a loader depends on its model alone, so that a second
 * engine that reads it does not run the loader again. The cost is a manifest of some kilobytes, and a name.
 */
const formsOf = ({ origin }: Model): readonly WeightsForm[] =>
  origin.from === 'ollama' ? ['gguf', 'registry'] : ['gguf'];

const isAsItComes = ({ name, made }: Weights): boolean => name === undefined && made === undefined;

/** What engines read of models under names of their own, each once. */
function ownNames(environment: Environment): readonly Weights[] {
  const all = environment.servers
    .filter(({ local }) => local.kind !== 'image')
    .flatMap((workload) => engineOf(environment, workload).weights?.(workload) ?? [])
    .filter((weights) => !isAsItComes(weights));
  return [
    ...new Map(all.map((weights) => [JSON.stringify([weights.key, weights.name, weights.made]), weights])).values(),
  ];
}

/** A loader for each model, in the order of their keys. */
export function planLoaders(environment: Environment): readonly LoaderPlan[] {
  const all = wantedModels(environment);
  const named = ownNames(environment);
  const work = environment.cluster.weights.kind === 'existing' ? 'verify' : 'load';
  return [...new Map(all.map(({ key, model }) => [key, model]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, model]) => {
      const size = diskBytes(model).value;
      const [token, adapterToken] = downloadTokens(model, environment.cluster.downloads);
      return {
        key,
        name: slug(key),
        chart: `${work}-${slug(key)}`,
        model,
        bytes: size,
        deadline: derived(
          ceilSeconds(seconds(before + (2 * size) / slowestDownload)),
          `2 × ${inGib(size).toFixed(1)} GiB at ${slowestDownload / 1e6} MB/s (the slowest expected download), plus 15 min to start`,
        ),
        weights: [
          ...formsOf(model).map((form): Weights => ({ key, model, form })),
          ...named.filter((each) => each.key === key),
        ],
        work,
        neededBy: [...new Set(all.filter((each) => each.key === key).map(({ by }) => by))].sort(),
        route: downloadRoute(model, environment.cluster.downloads),
        token,
        adapterToken,
      };
    });
}

/** Bytes of each blob by digest: models that share one count it once. */
function blobs(model: Model): readonly (readonly [string, number])[] {
  const { origin } = model;
  return origin.from === 'ollama'
    ? origin.layers.map(({ digest, bytes: size }) => [digest, size] as const)
    : modelFiles(model).map(({ sha256, bytes: size }) => [`sha256:${sha256}`, size] as const);
}

function withCapacity(environment: Environment, capacity: Bytes): Environment {
  const { weights } = environment.cluster;
  return { ...environment, cluster: { ...environment.cluster, weights: { ...weights, capacity } } };
}

/** Capacity of the claim for proofs: each is a line. */
export const proofsCapacity = gib(1);

/** What a claim of others must have: a path for each file. */
function planClaim(
  { name }: Environment,
  weights: Extract<WeightsStore, { readonly kind: 'existing' }>,
  loaders: readonly LoaderPlan[],
  once: Bytes,
): { readonly store: StorePlan; readonly findings: readonly Finding[] } {
  const at = childPath(name, 'cluster', 'weights', 'layout');
  const reader = isReadInPlace(weights) ? 'engine' : 'weights-server';
  const findings = loaders
    .filter((loader) => loader.weights.some((each) => claimFiles(weights, reader, each) === undefined))
    .map(({ key, model }) =>
      finding(
        planFault(
          'NoPathOnClaim',
          at,
          `'${key}' comes from ${originText(model.origin)}, and the layout '${weights.layout}' has no path for its files`,
          {
            fix: [
              "layout 'paths' for GGUF files at their paths in the catalogue",
              "layout 'hub-cache' for models of a hub that are locked with their commit",
              "layout 'ollama-models' for tags of Ollama",
            ],
          },
        ),
        [],
      ),
    );
  const capacity = isReadInPlace(weights) ? proofsCapacity : bytes(0);
  const text = `${mibText(once)} MiB of model files on claim ${weights.claimName} are only read`;
  return { store: { needed: derived(capacity, text), capacity }, findings };
}

/** Bytes of all files of models in the store, each once. */
export const storedBytes = (loaders: readonly LoaderPlan[]): Bytes =>
  sumBytes(new Map(loaders.flatMap(({ model }) => blobs(model))).values());

/** What the store must hold: every blob once, and as much again for a change of all of them. */
export function planStore(
  environment: Environment,
  loaders: readonly LoaderPlan[],
): { readonly store: StorePlan; readonly findings: readonly Finding[] } {
  const { weights } = environment.cluster;
  const once = storedBytes(loaders);
  if (weights.kind === 'existing') return planClaim(environment, weights, loaders, once);
  const { capacity } = weights;
  const needed = derived(
    bytes(2 * once),
    `twice ${mibText(once)} MiB of model files: old and new files during a change`,
  );
  const wanted = Math.ceil(needed.value / gib(1));
  const findings =
    needed.value <= capacity
      ? []
      : [
          finding(
            planFault(
              'StoreTooSmall',
              childPath(environment.name, 'cluster', 'weights', 'capacity'),
              `the store has ${mibText(capacity)} MiB, but ${mibText(needed.value)} MiB are needed: ${needed.because}`,
              {
                fix: 'a larger capacity',
              },
            ),
            [() => [{ says: `capacity gib(${wanted})`, to: withCapacity(environment, gib(wanted)) }]],
          ),
        ];
  return { store: { needed, capacity }, findings };
}
