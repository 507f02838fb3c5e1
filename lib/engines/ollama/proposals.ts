/** Changes of a fleet's settings that make its servers start, keep their models loaded, or end sooner. */
import { largestBelow } from '../../core';
import type { EngineProposals, Proposal } from '../engine';
import { falling, fallingBy, forEach } from '../proposals';
import type { OllamaSettings } from './settings';
import type { OllamaFleetWorkload } from './workload';

type Change = Partial<OllamaFleetWorkload>;

/** Steps in which a context is made shorter, in tokens: each step weighs every model of the fleet. */
const contextStep = 1024;
/** Steps for the memory of the host, which is quicker to compute. */
const hostContextStep = 256;
/** Steps in which answers are made shorter, in tokens. */
const answerStep = 16;

const setting =
  ({ settings }: OllamaFleetWorkload) =>
  (change: Partial<OllamaSettings>): Change => ({ settings: { ...settings, ...change } });

export const proposals: EngineProposals<OllamaFleetWorkload> = {
  starting(workload) {
    const { parallel, cacheType } = workload.settings;
    const set = setting(workload);
    return [
      () => falling(parallel).map((value) => ({ says: `parallel ${value}`, change: set({ parallel: value }) })),
      () => (cacheType === 'f16' ? [] : [{ says: "cacheType 'f16'", change: set({ cacheType: 'f16' }) }]),
    ];
  },

  smallerOnGpus(workload, { helps }) {
    const { settings, swap } = workload;
    const set = setting(workload);
    const proposed = (says: string, change: Change): readonly Proposal<OllamaFleetWorkload>[] =>
      helps(change) ? [{ says, change }] : [];
    return [
      function* () {
        for (const count of falling(settings.maxLoadedModels)) {
          const change = set({ maxLoadedModels: count });
          yield* swap
            ? proposed(`maxLoadedModels ${count}`, change)
            : proposed(`maxLoadedModels ${count} with swap 'accepted'`, { swap: true, ...change });
        }
      },
      function* () {
        const first = Math.ceil(settings.contextLength / contextStep - 1) * contextStep;
        for (const contextLength of fallingBy(first, contextStep, settings.maxOutputLength + 1))
          yield* proposed(`contextLength ${contextLength}`, set({ contextLength }));
      },
      function* () {
        for (const parallel of falling(settings.parallel)) yield* proposed(`parallel ${parallel}`, set({ parallel }));
      },
      function* () {
        for (const cacheType of settings.flashAttention ? (['q8_0', 'q4_0'] as const) : [])
          if (cacheType !== settings.cacheType) yield* proposed(`cacheType '${cacheType}'`, set({ cacheType }));
      },
    ];
  },

  smallerOnHost(workload, { helps }, excesses) {
    const { contextLength: now, parallel: slots, maxOutputLength } = workload.settings;
    const set = setting(workload);
    return [
      () =>
        forEach(excesses, (excess) =>
          largestBelow(now, hostContextStep, maxOutputLength + 1, (contextLength) =>
            helps(set({ contextLength }), excess),
          ),
        ).map((value) => ({ says: `contextLength ${value}`, change: set({ contextLength: value }) })),
      () =>
        forEach(excesses, (excess) => largestBelow(slots, 1, 1, (parallel) => helps(set({ parallel }), excess))).map(
          (value) => ({ says: `parallel ${value}`, change: set({ parallel: value }) }),
        ),
    ];
  },

  quickerEnd(workload, { helps }) {
    const set = setting(workload);
    return [
      () => {
        const value = largestBelow(workload.settings.maxOutputLength, answerStep, answerStep, (maxOutputLength) =>
          helps(set({ maxOutputLength })),
        );
        return value === undefined
          ? []
          : [{ says: `maxOutputLength ${value}`, change: set({ maxOutputLength: value }) }];
      },
    ];
  },
};
