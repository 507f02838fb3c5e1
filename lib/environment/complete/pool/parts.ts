/** What pools of machines of a cloud and of one's own have in common. */
import { bytes, type Bytes, childPath, cores, mib, mibText, type Path, type Taint } from '../../../core';
import { nodeTuningWants } from '../../../workload';
import type { FaultList } from '../../fault-codes';
import type { NodePool } from '../../node-pool';
import { sysctlsOf, type PoolTuning } from '../../node-tuning';

/** A DaemonSet or two for logs, metrics, network and the device plugin. */
export const usualDaemons = { cpu: 0.5, memory: mib(512) } as const;

type Allocatable = NodePool['allocatable'];

/** What is left of a node beside the pod of Corral that tunes it. */
export function withoutTuning(allocatable: Allocatable, tuning: PoolTuning | undefined): Allocatable {
  if (tuning === undefined || sysctlsOf(tuning).length === 0) return allocatable;
  const { cpu, memory, ephemeralStorage } = nodeTuningWants;
  return {
    millicores: allocatable.millicores - cpu,
    memory: bytes(allocatable.memory - memory),
    ephemeralStorage: bytes(allocatable.ephemeralStorage - ephemeralStorage),
    pods: allocatable.pods - 1,
  };
}

export function withoutDaemons(
  faults: FaultList,
  allocatable: Allocatable,
  daemons: { readonly cpu: number; readonly memory: Bytes } = usualDaemons,
  place: Path,
): Allocatable | undefined {
  const millicores = allocatable.millicores - cores(daemons.cpu);
  const memory = bytes(allocatable.memory - daemons.memory);
  if (millicores > 0 && memory > 0) return { ...allocatable, millicores, memory };
  faults.add(
    'NothingAllocatable',
    childPath(place, 'daemons'),
    `DaemonSets take ${daemons.cpu} of ${allocatable.millicores / 1000} cores, ` +
      `${mibText(daemons.memory)} of ${mibText(allocatable.memory)} MiB`,
    { fix: ['write in daemons what the DaemonSets use', 'take larger nodes'] },
  );
  return undefined;
}

/** An empty value is none: the API server keeps no empty text. */
const withoutEmptyValue = ({ key, value, effect }: Taint): Taint =>
  value === undefined || value === '' ? { key, effect } : { key, value, effect };

/** The taints of a provisioner and of the user, each once. */
export const joined = (...lists: readonly (readonly Taint[])[]): readonly Taint[] => [
  ...new Map(
    lists
      .flat()
      .map(withoutEmptyValue)
      .map((taint) => [`${taint.key}=${taint.value ?? ''}:${taint.effect}`, taint]),
  ).values(),
];
