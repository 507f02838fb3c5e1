/**
 * Changes with which a model may fit its GPUs: context, slots, cache type, quantisation, GPUs, another pool or machine.
 */
import type { Model } from '../../catalog/model';
import { accepts } from '../../core/fault';
import type { Path } from '../../core/path';
import { checkLlamaServer } from '../../engines/llama-server/conflicts';
import { imageTokens } from '../../engines/llama-server/projector-images';
import type { CacheType, LlamaServerSettings } from '../../sizing/settings';
import type { Environment } from '../../environment/environment';
import type { NodePool } from '../../environment/node-pool';
import type { ModelWorkload } from '../../environment/workload';
import { llamaServerMemory } from '../../sizing';
import type { Change, Ladder } from '../finding';
import { usableUnit } from '../workloads/fit';
import { poolsOf } from '../scheduling';
import { withGpus, withPool, withServer } from './changed';
import { largestBelow } from './largest-below';
import { otherMachines } from './machines';

/** Whether a model fits GPUs of so many usable bytes, with settings that the engine takes. */
function fits(
  { model, settings, draft, flags }: Pick<ModelWorkload, 'model' | 'settings' | 'draft' | 'flags'>,
  gpus: number,
  usable: number,
  at: Path,
): boolean {
  if (checkLlamaServer(settings, { gpus, model, flags }, at).length > 0) return false;
  return accepts(() =>
    llamaServerMemory(model, settings, gpus, at, { draft: draft?.model }).devices.every(({ total }) => total <= usable),
  );
}

const cacheSteps: readonly CacheType[] = ['q8_0', 'q4_0'];
/** Steps in which a context is made shorter, in tokens. */
const contextStep = 256;

/** Models of the catalogue that differ in nothing but how they are quantised, the largest first. */
export function otherQuantisations(
  catalog: Environment['catalog']['models'],
  key: string,
  model: Model,
): readonly (readonly [string, Model])[] {
  const shape = JSON.stringify(model.architecture);
  const name = key.split(/[/:]/)[0];
  const size = ({ tensors }: Model): number =>
    tensors.layers.reduce((sum, run) => sum + run.layers * (run.bytes + (run.expertBytes ?? 0)), tensors.outputBytes);
  return Object.entries(catalog)
    .filter(
      ([other, candidate]) =>
        other !== key &&
        other.split(/[/:]/)[0] === name &&
        candidate.quantisation !== model.quantisation &&
        candidate.origin.from === model.origin.from &&
        size(candidate) < size(model) &&
        JSON.stringify(candidate.architecture) === shape,
    )
    .sort(([, a], [, b]) => size(b) - size(a));
}

/** A new pool of the cheapest machine on which the model fits. */
const anotherMachine = (environment: Environment, workload: ModelWorkload, at: Path): Ladder =>
  function* () {
    const fitsOn = (pool: NodePool, gpus: number): boolean =>
      fits({ ...workload, ...withGpus(workload, gpus) }, gpus, usableUnit(pool), at);
    for (const { instance, gpus, pool } of otherMachines(environment, workload.replicas.max, fitsOn, at)) {
      yield {
        says: `gpus ${gpus} on a pool of ${instance}`,
        to: withServer<ModelWorkload>(withPool(environment, pool), workload.name, {
          ...withGpus(workload, gpus),
          pools: [pool.name],
        }),
      };
    }
  };

const pooled = (environment: Environment, workload: ModelWorkload, at: Path): Ladder =>
  function* () {
    for (const pool of Object.values(environment.nodePools)) {
      if (pool.gpu === undefined || pool.capacity === 'spot' || workload.pools.includes(pool.name)) continue;
      const most = pool.gpu.sharing.by === 'none' ? pool.gpu.unitsPerNode : 1;
      const gpus = Array.from({ length: most }, (_, i) => i + 1).find((each) =>
        fits({ ...workload, ...withGpus(workload, each) }, each, usableUnit(pool), at),
      );
      if (gpus !== undefined)
        yield {
          says: `gpus ${gpus} on pool ${pool.name}`,
          to: withServer<ModelWorkload>(environment, workload.name, {
            ...withGpus(workload, gpus),
            pools: [pool.name],
          }),
        };
    }
  };

/**
 * Everything with which a llama-server's model may fit, one kind of change each; computed by the memory model, accepted
 * by the plan.
 */
export function smallerModel(environment: Environment, workload: ModelWorkload, at: Path): readonly Ladder[] {
  const { model, settings, gpus, name } = workload;
  const pools: readonly NodePool[] = poolsOf(environment, workload.pools);
  const usable = Math.min(...pools.map(usableUnit));
  const holds = (change: Partial<LlamaServerSettings>): boolean =>
    fits({ ...workload, settings: { ...settings, ...change } }, gpus, usable, at);
  const set = (says: string, change: Partial<LlamaServerSettings>): readonly Change[] =>
    holds(change)
      ? [{ says, to: withServer<ModelWorkload>(environment, name, { settings: { ...settings, ...change } }) }]
      : [];
  const most = Math.min(...pools.map(({ gpu }) => (gpu?.sharing.by === 'none' ? gpu.unitsPerNode : 1)));
  const texts = settings.embedding === undefined;
  return [
    () => {
      const context = texts
        ? largestBelow(settings.contextLength, contextStep, settings.maxOutputLength + 1, (contextLength) =>
            holds({ contextLength }),
          )
        : undefined;
      return context === undefined ? [] : set(`contextLength ${context}`, { contextLength: context });
    },
    () => {
      const slots = largestBelow(settings.parallel, 1, 1, (parallel) => holds({ parallel }));
      return slots === undefined ? [] : set(`parallel ${slots}`, { parallel: slots });
    },
    () =>
      cacheSteps
        .filter((type) => type !== settings.cacheTypeK)
        .flatMap((type) => set(`cacheTypeK and cacheTypeV '${type}'`, { cacheTypeK: type, cacheTypeV: type })),
    () =>
      otherQuantisations(environment.catalog.models, workload.weights, model)
        .filter(([, other]) => fits({ ...workload, model: other }, gpus, usable, at))
        .map(([weights, other]) => ({
          says: `weights ${weights}`,
          to: withServer<ModelWorkload>(environment, name, { weights, model: other }),
        })),
    () => {
      const more = Array.from(
        { length: model.architecture.blockCount - settings.expertLayersOnHost },
        (_, i) => settings.expertLayersOnHost + i + 1,
      );
      const layers = model.architecture.expertCount
        ? more.find((expertLayersOnHost) => holds({ expertLayersOnHost }))
        : undefined;
      return layers === undefined ? [] : set(`expertLayersOnHost ${layers}`, { expertLayersOnHost: layers });
    },
    () => {
      const alone = { draft: undefined, settings: { ...settings, draftTokens: 0 } };
      return workload.draft !== undefined && fits({ ...workload, ...alone }, gpus, usable, at)
        ? [{ says: 'remove draft', to: withServer<ModelWorkload>(environment, name, alone) }]
        : [];
    },
    () => {
      const { imageMaxTokens: now } = settings;
      if (now === 0 || model.projector === undefined) return [];
      const fewer =
        largestBelow(now, 1, imageTokens(model.projector.facts).least, (imageMaxTokens) => holds({ imageMaxTokens })) ??
        0;
      return set(`imageMaxTokens ${fewer}`, { imageMaxTokens: fewer });
    },
    () =>
      Array.from({ length: Math.max(0, most - gpus) }, (_, i) => gpus + i + 1)
        .filter((count) => fits({ ...workload, ...withGpus(workload, count) }, count, usable, at))
        .map((count) => ({
          says: `gpus ${count}`,
          to: withServer<ModelWorkload>(environment, name, withGpus(workload, count)),
        })),
    pooled(environment, workload, at),
    anotherMachine(environment, workload, at),
  ];
}
