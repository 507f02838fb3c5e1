/** Small environments, planned and drawn: a rack with everything, and changes to it. */
import { App } from 'cdk8s';
import { gib, mib } from '../../lib/core/bytes';
import { FaultError } from '../../lib/core/fault';
import { parseEnvironment } from '../../lib/environment/complete';
import type { EnvironmentInput } from '../../lib/environment/environment';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import type { Manifest, RenderedChart } from '../../lib/kubernetes/read/manifest';
import { plan } from '../../lib/plan';
import { platform } from '../../lib/platform';
import { hubKey, hubModel, otherModel, otherTag, tag, tagModel } from '../constructs/support/props';

const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 128 } as const;
const disk = { ephemeralStorage: gib(500), diskBandwidth: mib(1000) } as const;

/** Two GPU nodes with disks, one CPU node, NFS: one llama-server, one fleet on local disks. */
export const rack = {
  name: 'rack',
  delivery: 'kubectl',
  catalog: { models: { [hubKey]: hubModel, [tag]: tagModel, [otherTag]: otherModel } },
  cluster: {
    id: 'rack',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nas.example', share: '/models', capacity: gib(100), bandwidth: mib(500) },
  },
  nodePools: {
    gpu: {
      on: 'metal',
      nodes: ['gpu-1', 'gpu-2'],
      hardware: {
        gpu: 'NVIDIA-L40S',
        gpus: 4,
        cpu: 32,
        memory: gib(128),
        ...disk,
        nvme: [{ path: '/mnt/nvme0', capacity: gib(200), volumes: 2 }],
      },
    },
    cpu: { on: 'metal', nodes: ['cpu-1', 'cpu-2', 'cpu-3'], hardware: { cpu: 32, memory: gib(64), ...disk } },
  },
  models: { smol: { weights: hubKey, settings, pools: ['gpu'], gpus: 1, replicas: 1, tokensPerSecond: 50 } },
  ollama: {
    fleet: {
      models: [tag],
      settings,
      pools: ['gpu'],
      gpus: 1,
      replicas: 2,
      local: { kind: 'static' },
      volumeSize: gib(50),
      tokensPerSecond: 50,
    },
  },
} as const satisfies EnvironmentInput;

/** The charts of an environment. */
export function charts(input: EnvironmentInput): readonly RenderedChart[] {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return platform(new App(), plan(environment)).map((chart) => ({
    name: chart.node.id,
    wave: chart.wave,
    manifests: manifestsOf(chart),
  }));
}

/** The objects of the chart with this name. */
export function chartOf(all: readonly RenderedChart[], name: string): readonly Manifest[] {
  const found = all.find((chart) => chart.name === name);
  if (found === undefined)
    throw new Error(`no chart is called ${name} among ${all.map((chart) => chart.name).join(', ')}`);
  return found.manifests;
}
