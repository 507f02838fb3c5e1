/** What a comparison takes from a plan: numbers that no manifest carries. */
import { adaptations, foundByNames, type Plan, type ServerPlan, stepTime, supportText, weakened } from '../plan';

/** What the plan says of one workload. */
export interface WorkloadFacts {
  /** Bytes on all GPUs of one pod; absent without GPUs. */
  readonly gpuBytes?: number;
  readonly quantisations: readonly string[];
  /**
   * Seconds that one step of a rollout may take: the former pod's end, the new one's load and start, and the wait
   * before the next.
   */
  readonly step: number;
}

/** US dollars per month, from the lowest to the highest price. */
export interface MonthlyDollars {
  readonly low: number;
  readonly high: number;
}

export interface PlanFacts {
  readonly delivery: string;
  /** By namespace and name: `llm-serving/legal`. */
  readonly workloads: Readonly<Record<string, WorkloadFacts>>;
  /** Pools whose nodes are found by their names, with those names. @default {} */
  readonly namedPools?: Readonly<Record<string, readonly string[]>>;
  /** Pools of the pods beside the engines. @default [] */
  readonly supportPools?: readonly string[];
  /** The pods beside the engines, in a sentence: `the weights server and the loaders`. @default - none */
  readonly support?: string;
  /** Promises that hold only in part, each with what holds. @default [] */
  readonly weakened?: readonly string[];
  /** What the environment adapts, each in a line with its reason. @default [] */
  readonly adapted?: readonly string[];
  /** Bytes that the store must hold. */
  readonly storeNeeded: number;
  /** Absent where the price of a pool that is used is not known. */
  readonly cost?: { readonly minimum: MonthlyDollars; readonly maximum: MonthlyDollars };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function gpuBytes(server: ServerPlan): number | undefined {
  if (server.compute.gpus === undefined) return undefined;
  return sum(Object.values(server.memory).flatMap(({ devices }) => devices.map(({ total }) => total)));
}

const quantisations = (server: ServerPlan): readonly string[] => {
  const models = server.workload.served.filter(({ key }) => key in server.memory);
  return [...new Set(models.map(({ model }) => model.quantisation))].sort();
};

/** The facts of a plan. */
export function planFacts(plan: Plan): PlanFacts {
  const { environment, servers, support, store, cost } = plan;
  const { serving } = environment.cluster.namespaces;
  return {
    delivery: environment.delivery,
    workloads: Object.fromEntries(
      servers.map((server) => [
        `${serving}/${server.workload.name}`,
        {
          gpuBytes: gpuBytes(server),
          quantisations: quantisations(server),
          step: stepTime(server),
        },
      ]),
    ),
    namedPools: Object.fromEntries(foundByNames(plan).map(({ pool, nodes }) => [pool, nodes])),
    supportPools: environment.supportPools,
    support: support.length === 0 ? undefined : supportText(support.map(({ title }) => title)),
    weakened: weakened(environment).map(({ promise, holds }) => `${promise}: ${holds}`),
    adapted: adaptations(environment).map(
      ({ of, how, reason }) => `${of}: ${how}${reason === undefined ? '' : ` (${reason})`}`,
    ),
    storeNeeded: store.needed.value,
    cost: cost.unknown.length > 0 ? undefined : { minimum: cost.minimum.paid, maximum: cost.maximum.paid },
  };
}
