/**
 * Changes after which the engine starts and survives: fewer slots, one cache for all, plain cache types, fewer GPUs.
 */
import { checkLlamaServer } from '../../engines/llama-server/conflicts';
import type { LlamaServerSettings } from '../../sizing/settings';
import { checkOllama } from '../../engines/ollama/ollama';
import type { OllamaSettings } from '../../engines/ollama/settings';
import type { Environment } from '../../environment/environment';
import type { ModelWorkload, OllamaFleetWorkload } from '../../environment/workload';
import type { Change, Ladder } from '../finding';
import { unitsOf, withGpus, withServer } from './changed';

const falling = (from: number): readonly number[] =>
  Array.from({ length: Math.max(0, from - 1) }, (_, i) => from - 1 - i);

/** What may make a llama-server run, with settings that its engine takes. */
export function runningServer(environment: Environment, { name, ...workload }: ModelWorkload): readonly Ladder[] {
  const { settings, model, flags } = workload;
  const changed = (says: string, change: Partial<ModelWorkload>): readonly Change[] => {
    const { settings: next, gpus } = { ...workload, ...change };
    return checkLlamaServer(next, { gpus, model, flags }, name).length > 0
      ? []
      : [{ says, to: withServer<ModelWorkload>(environment, name, change) }];
  };
  const set = (says: string, change: Partial<LlamaServerSettings>): readonly Change[] =>
    changed(says, { settings: { ...settings, ...change } });
  return [
    () => falling(settings.parallel).flatMap((parallel) => set(`parallel ${parallel}`, { parallel })),
    () => (settings.kvCache === 'unified' ? [] : set("kvCache 'unified'", { kvCache: 'unified' })),
    () => set("cacheTypeK and cacheTypeV 'f16'", { cacheTypeK: 'f16', cacheTypeV: 'f16' }),
    () => falling(workload.gpus).flatMap((gpus) => changed(`gpus ${gpus}`, withGpus({ name, ...workload }, gpus))),
  ];
}

/** What may make the models of a fleet run. */
export function runningFleet(environment: Environment, workload: OllamaFleetWorkload): readonly Ladder[] {
  const { name, gpus, settings } = workload;
  const set = (says: string, change: Partial<OllamaSettings>): readonly Change[] =>
    checkOllama({ ...settings, ...change }, name).length > 0
      ? []
      : [{ says, to: withServer<OllamaFleetWorkload>(environment, name, { settings: { ...settings, ...change } }) }];
  return [
    () => falling(settings.parallel).flatMap((parallel) => set(`parallel ${parallel}`, { parallel })),
    () => (settings.cacheType === 'f16' ? [] : set("cacheType 'f16'", { cacheType: 'f16' })),
    () =>
      falling(gpus).map((count) => ({
        says: `gpus ${count}`,
        to: withServer<OllamaFleetWorkload>(environment, name, unitsOf(workload, count)),
      })),
  ];
}
