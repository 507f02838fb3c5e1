/** Whether all that a fleet's server may have loaded at once fits its GPUs, and stays there under Ollama's own rule. */
import { bytes, type Path } from '../../core';
import type { Misfit, PodGpus } from '../engine';
import { fullest, tooLarge } from '../misfit';
import { ollamaModelMemory } from './memory';
import { onePerProcess } from './names';
import { neverTogether, type Resident } from './placement';
import type { OllamaFleetWorkload } from './workload';

/** What is wrong with a fleet on a pool; `undefined` when everything stays loaded that may be loaded together. */
export function fleetMisfit(workload: OllamaFleetWorkload, pod: PodGpus, at: Path): Misfit | undefined {
  const { settings, gpus, offers } = workload;
  const room = bytes(pod.usable - settings.gpuOverhead);
  for (const list of offers.map(onePerProcess)) {
    // A model too large by itself, spread over all GPUs of the pod.
    for (const { key, model, modelfile } of list) {
      const { devices } = ollamaModelMemory(model, settings, gpus, at, modelfile?.adapter);
      const large = tooLarge(devices, pod, room, `${key} `);
      if (large !== undefined) return large;
    }
    const residents = list.map(({ key, model, modelfile }): Resident => ({
      tag: key,
      model,
      alone: fullest(ollamaModelMemory(model, settings, 1, at, modelfile?.adapter).devices)?.total ?? bytes(0),
      spread: ollamaModelMemory(model, settings, gpus, at, modelfile?.adapter).devices.map(({ total }) => total),
    }));
    const problem = neverTogether(residents, settings, pod);
    if (problem !== undefined)
      return {
        code: 'ModelsDoNotLoadTogether',
        found: `${settings.maxLoadedModels} models may be loaded at the same time on pool ${pod.pool}, but ${problem}`,
      };
  }
  return undefined;
}
