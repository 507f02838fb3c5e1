/** Overlays of one environment with as many alike models as `MODELS` says, a llama-server each. */
import { gib, gigabytes, mib, type EnvironmentInput } from 'corral';
import { models } from '../../overlays/models';

/** An environment with that many models. */
export const environmentOf = (count: number): EnvironmentInput => ({
  name: 'many',
  delivery: 'kubectl',
  catalog: { models: { smol: models['smollm2-1.7b-instruct/Q4_K_M'] } },
  cluster: {
    id: 'many',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(100), bandwidth: gigabytes(10) },
  },
  prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the cluster team' }],
  nodePools: {
    pool: {
      on: 'cloud',
      instance: 'aws/m7i.4xlarge',
      nodes: { min: 1, max: count },
      ephemeralStorage: gib(200),
      diskBandwidth: mib(250),
    },
  },
  models: Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `model-${i}`,
      {
        weights: 'smol',
        settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
        pools: ['pool'] as const,
        cpu: 2,
        replicas: 1,
      },
    ]),
  ),
});

export const environments: readonly EnvironmentInput[] = [environmentOf(Number(process.env.MODELS))];
