/** Changes of a llama-server's settings that make it start, fit or end sooner. */
import type { CacheType, LlamaServerSettings } from '../../sizing';
import { largestBelow } from '../../core';
import type { EngineProposals, Proposal } from '../engine';
import { falling, forEach, otherQuantisations } from '../proposals';
import { imageTokens } from './conflicts/projector-images';
import type { ModelWorkload } from './workload';

type Change = Partial<ModelWorkload>;

const cacheSteps: readonly CacheType[] = ['q8_0', 'q4_0'];
/** Steps in which a context is made shorter, in tokens. */
const contextStep = 256;
/** Steps in which answers are made shorter, in tokens. */
const answerStep = 16;

const setting =
  ({ settings }: ModelWorkload) =>
  (change: Partial<LlamaServerSettings>): Change => ({ settings: { ...settings, ...change } });

const cacheTypes = (type: CacheType) => ({ cacheTypeK: type, cacheTypeV: type });

export const proposals: EngineProposals<ModelWorkload> = {
  starting(workload) {
    const { parallel, kvCache } = workload.settings;
    const set = setting(workload);
    return [
      () => falling(parallel).map((value) => ({ says: `parallel ${value}`, change: set({ parallel: value }) })),
      () => (kvCache === 'unified' ? [] : [{ says: "kvCache 'unified'", change: set({ kvCache: 'unified' }) }]),
      () => [{ says: "cacheTypeK and cacheTypeV 'f16'", change: set(cacheTypes('f16')) }],
    ];
  },

  smallerOnGpus(workload, { catalog, helps }) {
    const { settings, model, weights, draft } = workload;
    const set = setting(workload);
    const proposed = (says: string, change: Change): readonly Proposal<ModelWorkload>[] =>
      helps(change) ? [{ says, change }] : [];
    return [
      () => {
        const value =
          settings.embedding === undefined
            ? largestBelow(settings.contextLength, contextStep, settings.maxOutputLength + 1, (contextLength) =>
                helps(set({ contextLength })),
              )
            : undefined;
        return value === undefined ? [] : [{ says: `contextLength ${value}`, change: set({ contextLength: value }) }];
      },
      () => {
        const value = largestBelow(settings.parallel, 1, 1, (parallel) => helps(set({ parallel })));
        return value === undefined ? [] : [{ says: `parallel ${value}`, change: set({ parallel: value }) }];
      },
      () =>
        cacheSteps
          .filter((type) => type !== settings.cacheTypeK)
          .flatMap((type) => proposed(`cacheTypeK and cacheTypeV '${type}'`, set(cacheTypes(type)))),
      () =>
        otherQuantisations(catalog, weights, model).flatMap(([key, other]) =>
          proposed(`weights ${key}`, { weights: key, model: other }),
        ),
      () => {
        const more = Array.from(
          { length: model.architecture.blockCount - settings.expertLayersOnHost },
          (_, i) => settings.expertLayersOnHost + i + 1,
        );
        const value = model.architecture.expertCount
          ? more.find((expertLayersOnHost) => helps(set({ expertLayersOnHost })))
          : undefined;
        return value === undefined
          ? []
          : [{ says: `expertLayersOnHost ${value}`, change: set({ expertLayersOnHost: value }) }];
      },
      () => (draft === undefined ? [] : proposed('remove draft', { draft: undefined, ...set({ draftTokens: 0 }) })),
      () => {
        const { imageMaxTokens: now } = settings;
        if (now === 0 || model.projector === undefined) return [];
        const { least } = imageTokens(model.projector.facts);
        const fewer = largestBelow(now, 1, least, (imageMaxTokens) => helps(set({ imageMaxTokens }))) ?? 0;
        return proposed(`imageMaxTokens ${fewer}`, set({ imageMaxTokens: fewer }));
      },
    ];
  },

  smallerOnHost(workload, { catalog, helps }, excesses) {
    const { settings, model, weights } = workload;
    const set = setting(workload);
    const [least = 0] = excesses;
    return [
      () =>
        settings.embedding === undefined
          ? forEach(excesses, (excess) =>
              largestBelow(settings.contextLength, contextStep, settings.maxOutputLength + 1, (contextLength) =>
                helps(set({ contextLength }), excess),
              ),
            ).map((value) => ({ says: `contextLength ${value}`, change: set({ contextLength: value }) }))
          : [],
      () =>
        forEach(excesses, (excess) =>
          largestBelow(settings.parallel, 1, 1, (parallel) => helps(set({ parallel }), excess)),
        ).map((value) => ({ says: `parallel ${value}`, change: set({ parallel: value }) })),
      () =>
        cacheSteps
          .filter((type) => type !== settings.cacheTypeK)
          .map((type) => ({ says: `cacheTypeK and cacheTypeV '${type}'`, change: set(cacheTypes(type)) }))
          .filter(({ change }) => helps(change, least)),
      () =>
        otherQuantisations(catalog, weights, model)
          .filter(([, other]) => helps({ model: other }, least))
          .map(([key, other]) => ({ says: `weights ${key}`, change: { weights: key, model: other } })),
    ];
  },

  quickerEnd(workload, { helps }) {
    const set = setting(workload);
    return (
      [
        ['maxOutputLength', answerStep],
        ['parallel', 1],
      ] as const
    ).map(([field, step]) => () => {
      const value = largestBelow(workload.settings[field], step, step, (each) => helps(set({ [field]: each })));
      return value === undefined ? [] : [{ says: `${field} ${value}`, change: set({ [field]: value }) }];
    });
  },
};
