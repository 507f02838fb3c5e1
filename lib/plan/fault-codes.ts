/** The codes of every fault that planning an environment can report, each with its meaning. */
import { fault, type Fault } from '../core/fault';
import type { Path } from '../core/path';

export const planFaultCodes = {
  ModelDoesNotFit: 'A model that needs more memory than the GPUs of its pod leave.',
  ModelsDoNotLoadTogether: 'Models of a fleet that Ollama would not keep loaded side by side.',
  MemoryTooSmall: 'A stated memory below what the memory model asks for.',
  PodLargerThanNode: 'A pod that asks for more than an empty node of its pool has.',
  NeverFits: 'Pods for which no placement on their pools exists.',
  FitsOnlyInSomeOrder: 'Pods that find a node only if the scheduler happens to place the others well.',
  FitUnproven: 'Pods for which neither a placement nor a proof that there is none was found.',
  ScaleUpTakesMinimum: 'Replicas that must run, and that a scale-up of the same priority could leave without a node.',
  PinnedPodLosesItsPlace: 'A pod tied to the node of its volume, where others could take its room.',
  TooFewVolumes: 'More replicas than the disks of their nodes have volumes that are large enough.',
  SpotLossStopsService: 'A model that people wait for and that finds no room once spot nodes are gone.',
  StoreTooSmall: 'A store without room for all models twice, the old and the new during a change.',
  SpotNoticeTooShort: 'A pod that takes longer to end than a spot node gives it.',
  DrainTooSlow: 'A pod that takes longer to end than the provider lets a node drain.',
  LoadTooSlowToScale: 'A model that takes longer to load than an autoscaler can wait between two pods.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly plan: typeof planFaultCodes;
  }
}

export type PlanFaultCode = keyof typeof planFaultCodes;

/** A fault with one of the codes of plans. */
export const planFault = (code: PlanFaultCode, at: Path, found: string, remedies: Readonly<Record<string, string | readonly string[]>> = {}): Fault =>
  fault(code, at, found, remedies);
