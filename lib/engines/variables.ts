/** Which variables of an engine's container an environment cannot set, each with what decides it. */
import { localMount, programFolder, scratchMount } from '../programs';
import { loadingVariable } from '../workload';
import type { Engine, ReservedVariable } from './engine';
import { ollamaHome } from './ollama/ollama';

/** What holds in the container of any engine; the first that matches counts. */
const reserved: readonly (ReservedVariable & { readonly form: RegExp })[] = [
  {
    form: /^(DRAIN_\w+|WARM_UP_\w+|DECLARED_MODELS|WARM_MODELS|POD_INDEX|HOME)$/,
    because: 'is set by Corral: the programs of the container read it',
    instead: 'use another name',
  },
  {
    form: /^(https?|all|ftp|no)_proxy$/i,
    because: 'would send the requests of the drain and of the warm-up to a proxy, and an engine has no way out',
    instead: 'leave it out: engines download nothing',
  },
  {
    form: /^(CUDA|NVIDIA|ROCR|HIP|HSA|AMD|ZE|ONEAPI)_|^GPU_DEVICE_ORDINAL$/,
    because: 'decides which GPUs the container sees, or what the driver keeps on them',
    instead: 'leave it out: set gpus of the workload',
  },
  {
    form: loadingVariable,
    because: 'decides which programs and libraries the container loads',
    instead: 'leave it out',
  },
];

/** Why a variable of the container of an engine cannot be set; `undefined` when it can. */
export function reservedVariable(engine: Engine, name: string): ReservedVariable | undefined {
  const known = engine.managedVariable?.(name) ?? reserved.find(({ form }) => form.test(name));
  if (known !== undefined) return known;
  const forbidden = engine.forbiddenVariable(name, '1');
  return forbidden === undefined
    ? undefined
    : { because: `is never set on ${engine.name}, because ${forbidden}`, instead: 'leave it out' };
}

/** Folders of an engine's container that are mounted already. */
export const engineMounts: readonly string[] = [localMount, scratchMount, programFolder, ollamaHome];
