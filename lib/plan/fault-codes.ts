/** The codes of every fault that planning an environment can report, each with its meaning. */
import { fault, type Fault, type Path } from '../core';

export const planFaultCodes = {
  ModelDoesNotFit: 'A model that needs more memory than is usable on the GPUs of its pod.',
  ModelsDoNotLoadTogether: 'Models of a fleet that Ollama would not keep loaded at the same time.',
  MemoryTooSmall: 'A `memory` that is smaller than the computed need.',
  ImageArchitecture: 'A pool with processors for which an image of a pod is not known to be built.',
  PodLargerThanNode: 'A pod that requests more than an empty node of its pool offers.',
  NeverFits: 'Required pods that do not all fit on their pools, however they are placed.',
  FitsOnlyInSomeOrder:
    'Required pods that do not fit in every scheduling order: the scheduler may place the other pods badly.',
  FitUnproven: 'Required pods for which neither a placement nor a proof that none exists was found.',
  ScaleUpTakesMinimum: 'Minimum replicas that could lose their node to a scale-up of the same priority.',
  PinnedPodLosesItsPlace:
    'A pod that can run only on the node of its volume, where other pods could take its resources.',
  TooFewVolumes: 'More replicas than the pools have volumes that are large enough.',
  SpotLossStopsService: 'A model of priority `interactive` or higher that does not fit when spot nodes are lost.',
  NoPathOnClaim: 'A model whose files have no path in the layout of an existing claim.',
  StoreTooSmall: 'A store that cannot hold all models twice: old and new files during a change.',
  NameNeedsStore: 'A name of a fleet whose manifest the store, a claim of others, does not have.',
  StoreNameTwice: 'A name that two fleets give to different models, in a store that their pods read in place.',
  SpotNoticeTooShort: 'A pod that needs more time to end than a spot node has after its notice.',
  DrainTooSlow: 'A pod that needs more time to end than the provider allows for a drain.',
  QuotaTooSmall: 'A quota that exists and leaves less than all maxima need.',
  UnknownWorkload: 'A workload that is asked for by a name that the plan does not have.',
  LoadTooSlowToScale: 'A model that needs more time to load than an autoscaler can wait before it adds the next pod.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly plan: typeof planFaultCodes;
  }
}

export type PlanFaultCode = keyof typeof planFaultCodes;

/** A fault with one of the codes of plans. */
export const planFault = (
  code: PlanFaultCode,
  at: Path,
  found: string,
  remedies: Readonly<Record<string, string | readonly string[]>> = {},
): Fault => fault(code, at, found, remedies);
