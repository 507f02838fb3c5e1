/**
 * Props that the tests of constructs start from: a small model of each origin, its store, and a machine with and
 * without GPUs.
 */
import { App, Chart } from 'cdk8s';
import type { Model } from '../../../lib/catalog/model';
import { gib, mib } from '../../../lib/core/bytes';
import { cores } from '../../../lib/core/cpu';
import { derived } from '../../../lib/core/derived';
import { minutes, seconds } from '../../../lib/core/duration';
import type { WeightsServerAddress } from '../../../lib/constructs/serving/weights-volume';
import type { NodeTarget } from '../../../lib/core/node-selection';
import type { PodPeer } from '../../../lib/kubernetes/draw/network';
import type { Budgets, Compute, ContainerWants, Scheduling } from '../../../lib/workload/pod';
import { models } from '../../../overlays/models';

/** Another chart, where programs may be drawn. */
export const programs = new Chart(new App(), 'programs');

export const hubKey = 'smollm2-1.7b-instruct/Q4_K_M';
export const hubModel: Model = models[hubKey];
export const tag = 'qwen2.5:0.5b';
export const tagModel: Model = models[tag];
export const otherTag = 'llama3.2:3b';
export const otherModel: Model = models[otherTag];

export const settings = { contextLength: 4096, parallel: 2, maxOutputLength: 512 } as const;

export const from: WeightsServerAddress = {
  url: 'http://10.96.0.15:8080',
  peer: { namespace: 'store', podLabels: { 'app.kubernetes.io/instance': 'weights' } },
  port: 8080,
};

export const gateway: PodPeer = { namespace: 'gateway', podLabels: { app: 'envoy' } };
export const monitoring: PodPeer = { namespace: 'monitoring', podLabels: { app: 'prometheus' } };

export const pool: NodeTarget = {
  name: 'l4',
  selector: [{ key: 'pool', operator: 'In', values: ['l4'] }],
  taints: [{ key: 'team', value: 'llm', effect: 'NoSchedule' }],
};
export const scheduling: Scheduling = { pools: [pool], priorityClassName: 'llm-standard', runtimeClassName: 'nvidia' };

export const compute: Compute = {
  gpus: { resource: 'nvidia.com/gpu', count: 1 },
  cpu: derived(cores(2), 'two cores'),
  cpuLimit: cores(2),
  threads: derived(2, 'two threads'),
  memory: derived(gib(8), 'eight gibibytes'),
  ephemeralStorage: derived(gib(4), 'four gibibytes'),
};

export const budgets: Budgets = {
  startup: derived(seconds(63), 'the startup'),
  staging: derived(seconds(40), 'the staging'),
  progressDeadline: derived(minutes(15), 'the deadline'),
  patience: derived(minutes(12), 'the patience'),
  drain: derived(seconds(50), 'the drain'),
  grace: derived(seconds(80), 'the grace'),
};

export const wants: ContainerWants = { cpu: cores(0.25), memory: mib(96), ephemeralStorage: mib(32) };
