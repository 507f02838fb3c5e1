/**
 * Random environments of the kind that people write: mostly right, sometimes too large, with every feature in its turn.
 */
import fc from 'fast-check';
import type { EnvironmentInput } from '../../lib';
import { environmentWith, settings, small, type FleetInputs, type ModelInputs } from './environment';
import { cachesOn, databasesOn } from './databases';
import { gatewayFor } from './gateway';
import { backupOrNone, monitoringOrNone } from './operations';
import { cloudGpu, cpuPool, metalGpu, sharedGpu, type Named } from './pools';

const integer = (min: number, max: number) => fc.integer({ min, max });

/** Weights that often fit no GPU of the generator. */
const large = ['qwen2.5:32b', 'llama-3.3-70b-instruct/Q4_K_M'] as const;
const tags = ['llama3.1:8b', 'llama3.2:3b', 'qwen2.5:7b', 'qwen2.5:3b'] as const;

function model(pools: readonly Named[], autoscaled: boolean): fc.Arbitrary<ModelInputs[string]> {
  return fc
    .record({
      weights: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...small) },
        { weight: 1, arbitrary: fc.constantFrom(...large) },
      ),
      settings,
      chosen: fc.constantFrom(...pools),
      withFallback: fc.boolean(),
      gpus: integer(0, 1),
      min: integer(1, 2),
      more: integer(0, 2),
      priority: fc.constantFrom('interactive', 'standard', 'batch'),
    })
    .map(({ weights, settings: wanted, chosen: [name, pool], withFallback, gpus, min, more, priority }) => {
      const [fallback] =
        pool.spot && withFallback
          ? pools.filter(([, other]) => !other.spot && other.gpusPerPod.length > 0 && !other.shared)
          : [];
      return {
        weights,
        settings: wanted,
        pools: fallback === undefined ? [name] : [name, fallback[0]],
        gpus: pool.gpusPerPod[Math.min(gpus, pool.gpusPerPod.length - 1)] ?? 0,
        cpu: pool.gpusPerPod.length > 0 ? 2 : 8,
        replicas: autoscaled && more > 0 ? { min, max: min + more } : min,
        priority: pool.spot && fallback === undefined ? 'batch' : priority,
      };
    });
}

function fleet(pools: readonly Named[]): fc.Arbitrary<FleetInputs[string]> {
  return fc
    .record({
      models: fc.uniqueArray(fc.constantFrom(...tags), { minLength: 1, maxLength: 2 }),
      settings: settings.map((wanted) => ({ ...wanted, parallel: 1 })),
      chosen: fc.constantFrom(...pools),
      replicas: integer(1, 2),
    })
    .map(({ models: [first = 'llama3.2:3b', ...others], settings: wanted, chosen: [name, pool], replicas }) => ({
      models: [first, ...others],
      settings: wanted,
      pools: [name],
      gpus: pool.gpusPerPod[0] ?? 0,
      cpu: 4,
      replicas,
      priority: pool.spot ? 'batch' : 'standard',
    }));
}

const poolSets: readonly fc.Arbitrary<readonly Named[]>[] = [
  fc.tuple(metalGpu('rack'), cpuPool).map(([gpu, cpu]) => [
    ['gpu', gpu],
    ['cpu', cpu],
  ]),
  fc.tuple(sharedGpu('shared'), metalGpu('rack')).map(([shared, gpu]) => [
    ['shared', shared],
    ['gpu', gpu],
  ]),
  fc
    .tuple(cloudGpu('aws/g6e.2xlarge', true), cloudGpu('aws/g6e.2xlarge', false), cpuPool)
    .map(([spot, lasting, cpu]) => [
      ['spot', spot],
      ['gpu', lasting],
      ['cpu', cpu],
    ]),
];

/** A range that begins with one pod less, every second one with a window. */
function onDemand(each: ModelInputs[string], index: number): ModelInputs[string] {
  if (typeof each.replicas === 'number') return each;
  const { min, max } = each.replicas;
  const window = { days: 'weekdays', from: '22:00', to: '06:00', timeZone: 'Europe/Berlin', replicas: max } as const;
  return { ...each, replicas: { min: min - 1, max }, schedule: index % 2 === 0 ? [window] : undefined };
}

/** An environment that may or may not be accepted. */
export const usualEnvironment: fc.Arbitrary<EnvironmentInput> = fc
  .tuple(fc.oneof(...poolSets), fc.boolean())
  .chain(([pools, autoscaled]) =>
    fc.record({
      pools: fc.constant(pools),
      autoscaled: fc.constant(autoscaled),
      models: fc.array(model(pools, autoscaled), { minLength: 1, maxLength: 4 }),
      fleets: fc.array(fleet(pools), { maxLength: 1 }),
      gateway: gatewayFor(['model-0']),
      keda: fc.constantFrom(true, true, false),
      monitoring: monitoringOrNone,
      backup: backupOrNone,
      databases: databasesOn(pools),
      caches: cachesOn(pools),
      delivery: fc.constantFrom('kubectl', 'pulumi', 'gitops'),
    }),
  )
  .map(({ models: served, fleets, keda, ...rest }) => {
    const demand = keda && rest.autoscaled && rest.gateway !== undefined;
    return environmentWith({
      ...rest,
      demand,
      models: Object.fromEntries(served.map((each, i) => [`model-${i}`, demand ? onDemand(each, i) : each])),
      ollama: Object.fromEntries(fleets.map((each, i) => [`fleet-${i}`, each])),
    });
  });
