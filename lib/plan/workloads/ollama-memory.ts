/** Whether all that a fleet's server may have loaded at once fits its GPUs, and stays there under Ollama's own rule. */
import { bytes, mibText } from '../../core/bytes';
import type { Path } from '../../core/path';
import type { NodePool } from '../../environment/node-pool';
import type { OllamaFleetWorkload } from '../../environment/workload';
import type { ServedModel } from '../../workload/server';
import { freeMemory } from '../../sizing';
import { ollamaModelMemory } from '../../engines/ollama/memory';
import type { PlanFaultCode } from '../fault-codes';
import { fullest, unitText, usableUnit } from './fit';
import { neverTogether, type PodGpus, type Resident } from './ollama-placement';

/** Why a fleet does not fit a pool's GPUs. */
export interface FleetProblem {
  readonly code: PlanFaultCode;
  readonly found: string;
}

const gpusOf = (pool: NodePool, count: number): PodGpus => ({
  count,
  free: freeMemory(pool.gpu?.memoryMibPerUnit ?? 0),
  usable: usableUnit(pool),
});

/** A model too large by itself, spread over all GPUs of the pod. */
function tooLarge(
  list: readonly ServedModel[],
  { settings, gpus }: OllamaFleetWorkload,
  pool: NodePool,
  at: Path,
): FleetProblem | undefined {
  for (const { key: tag, model } of list) {
    const device = fullest(ollamaModelMemory(model, settings, gpus, at).devices);
    const room = usableUnit(pool) - settings.gpuOverhead;
    if (device === undefined || device.total <= room) continue;
    const terms = device.terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');
    return {
      code: 'ModelDoesNotFit',
      found: `${tag} needs ${mibText(device.total)} MiB on ${gpus === 1 ? 'one' : `the fullest of ${gpus}`} ${unitText(pool)} of pool ${pool.name} (${mibText(bytes(Math.max(0, room)))} MiB usable): ${terms}`,
    };
  }
  return undefined;
}

/** What is wrong with a fleet on a pool; `undefined` when everything stays loaded that may be loaded together. */
export function fleetProblem(workload: OllamaFleetWorkload, pool: NodePool, at: Path): FleetProblem | undefined {
  const { settings, gpus, served, byOrdinal = [served] } = workload;
  for (const list of byOrdinal) {
    const large = tooLarge(list, workload, pool, at);
    if (large !== undefined) return large;
    const residents = list.map(({ key: tag, model }): Resident => ({
      tag,
      model,
      alone: fullest(ollamaModelMemory(model, settings, 1, at).devices)?.total ?? bytes(0),
      spread: ollamaModelMemory(model, settings, gpus, at).devices.map(({ total }) => total),
    }));
    const problem = neverTogether(residents, settings, gpusOf(pool, gpus));
    if (problem !== undefined)
      return {
        code: 'ModelsDoNotLoadTogether',
        found: `${settings.maxLoadedModels} models may be loaded at the same time on pool ${pool.name}, but ${problem}`,
      };
  }
  return undefined;
}
