/** Every field that an overlay can set shows up in the complete environment: none is read and then forgotten. */
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { gib, mib } from '../../../lib/core/bytes';
import { parseEnvironment } from '../../../lib/environment/complete';
import { environmentFields } from '../../../lib/environment/schema/fields';
import { base } from '../../invalid/base';
import { reportOf } from '../../invalid/read';
import { fleetsOf, modelsOf } from '../../plan/fixtures/servers';
import { furtherForms } from './forms/all';
import { missingFields } from './missing-fields';
import { environmentPods, fleetPods, joined, modelPods, objectsJoined, objectsOf, podsOf } from './additions';
import { cluster, namespaced } from './cluster';
import { adapted, experts, gitops, input } from './environment';
import { cloud, metal } from './pools';
import { fleet, llamaServer, model, support } from './servers';
import { backup, chat, gateway, gatewayPods, monitoring, sessions } from './services';

const { environment, faults } = parseEnvironment(input);

test('every field of the schema is in one of these environments', () => {
  const { '': outermost = z.never(), ...parts } = environmentFields;
  const inputs = [input, { cluster: namespaced }, ...furtherForms.map((form) => form.input)];
  // The settings of a track are those of its model, read by the same schema.
  const missing = missingFields(outermost, inputs, parts).filter((path) => !path.includes('.tracks.NAME.settings.'));
  expect(missing).toEqual([]);
});

test.each(furtherForms)('$name', ({ input: form, part, holds }) => {
  const parsed = parseEnvironment(form);
  expect(reportOf(parsed.faults)).toBe('');
  expect(parsed.environment === undefined ? undefined : part(parsed.environment)).toMatchObject(holds as object);
});

test('all of it is accepted', () => {
  expect(reportOf(faults)).toBe('');
});

test('what the environment says of itself', () => {
  const { name, delivery, priorities, prerequisites, exemptions, amendments } = input;
  expect(environment).toMatchObject({
    name,
    delivery,
    gitops,
    priorities,
    prerequisites,
    exemptions,
    amendments,
    cluster,
    objects: input.objects,
    imageMirrors: input.imageMirrors,
  });
  expect(environment?.catalog.gpus).toMatchObject({
    Own: input.catalog.gpus.Own,
    'NVIDIA-L4': { product: 'NVIDIA-L4' },
  });
  expect(environment?.catalog.instances).toMatchObject({
    'gcp/own': input.catalog.instances['gcp/own'],
    'aws/g6.2xlarge': { vcpu: 8 },
  });
});

test('a cluster where the rights end at one namespace', () => {
  const { priorities: _priorities, ...others } = input;
  const pools = { ...input.nodePools, cloud: { ...cloud, sharing: { ...cloud.sharing, devicePlugin: 'existing' } } };
  const parsed = parseEnvironment({ ...others, cluster: namespaced, nodePools: pools, ollama: {} });
  expect(reportOf(parsed.faults)).toBe('');
  const { namespace, ...kept } = namespaced;
  expect(parsed.environment?.cluster).toEqual({
    ...kept,
    namespaces: { serving: namespace, store: namespace, gateway: namespace, nodes: namespace },
  });
});

test('monitoring', () => {
  expect(environment?.monitoring).toEqual(monitoring);
});

test('a database', () => {
  const [database] = environment?.databases ?? [];
  expect(database).toMatchObject({ ...chat, key: 'chat', name: 'database-chat' });
});

test('a cache', () => {
  const [cache] = environment?.caches ?? [];
  expect(cache).toMatchObject({ ...sessions, key: 'sessions', name: 'cache-sessions' });
});

test('a backup', () => {
  expect(environment?.backup).toEqual(backup);
});

test('a gateway', () => {
  const { pods: _pods, ...written } = gateway;
  const {
    env: _env,
    volumes: _volumes,
    nodeRemoval: _removal,
    ...pods
  } = joined(environmentPods, podsOf('metal', 'pools'), podsOf('cloud', 'pools'), gatewayPods);
  expect(environment?.gateway).toEqual({ ...written, trustedHops: 2, pools: ['metal'], pods });
});

test('pools', () => {
  expect(environment?.nodePools.cloud).toMatchObject({
    nodes: cloud.nodes,
    capacity: 'spot',
    contention: 'by-priority',
    diskBandwidth: mib(222),
    taints: cloud.taints,
    spotNotice: 120,
    architecture: 'amd64',
    selector: [
      { key: 'pool', operator: 'In', values: ['cloud'] },
      { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
    ],
    allocatable: { millicores: 6910, memory: mib(29_317 - 1024), ephemeralStorage: gib(111), pods: 58 },
    gpu: {
      resource: 'nvidia.com/gpu.shared',
      perNode: 1,
      unitsPerNode: 3,
      memoryMibPerUnit: 7678,
      sharing: cloud.sharing,
    },
  });
  expect(environment?.nodePools.metal).toMatchObject({
    nodeNames: metal.nodes,
    nodes: { min: 2, max: 2 },
    contention: 'by-priority',
    diskBandwidth: gib(4),
    taints: metal.taints,
    usdPerNodeHour: 1.5,
    architecture: 'arm64',
    selector: [
      { key: 'pool', operator: 'In', values: ['metal'] },
      { key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] },
    ],
    nvme: metal.hardware.nvme,
    allocatable: { millicores: 16_000, memory: gib(64), ephemeralStorage: gib(333), pods: 110 },
    gpu: {
      resource: 'nvidia.com/gpu.shared',
      perNode: 2,
      unitsPerNode: 4,
      memoryMibPerUnit: 23_034,
      sharing: metal.sharing,
    },
  });
});

test('a model', () => {
  expect(modelsOf(environment)).toEqual([
    {
      section: 'models',
      key: 'model',
      name: 'model',
      ...model,
      settings: { ...llamaServer, draftTokens: 0 },
      pods: joined(environmentPods, podsOf('cloud', 'pools'), modelPods),
      objects: objectsJoined(objectsOf('environment'), objectsOf('model')),
      model: experts,
      served: [{ key: model.weights, model: experts }],
    },
  ]);
});

test('a fleet', () => {
  const small = { key: 'small:1b', model: base.catalog.models['small:1b'] };
  const tiny = { key: 'tiny:1b', model: base.catalog.models['tiny:1b'] };
  const file = { key: 'adapted/Q4_K_M', model: adapted };
  const { system, template, parameters, adapter } = support;
  const { models: _models, ...written } = fleet;
  expect(fleetsOf(environment)).toEqual([
    {
      engine: 'ollama',
      section: 'ollama',
      key: 'fleet',
      name: 'fleet',
      ...written,
      swap: true,
      replicas: { min: 2, max: 2 },
      served: [small, tiny, file],
      byOrdinal: [[small, tiny, file], [tiny]],
      offers: [
        [
          { ...small, name: 'small:1b' },
          { ...tiny, name: 'tiny:1b' },
          { ...file, name: 'support:latest', modelfile: { system, template, parameters, adapter } },
        ],
        [
          { ...tiny, name: 'tiny:1b' },
          { ...tiny, name: 'llama3.2:latest', modelfile: {} },
        ],
      ],
      pods: joined(environmentPods, podsOf('metal', 'pools'), fleetPods),
      objects: objectsJoined(objectsOf('environment'), objectsOf('fleet')),
    },
  ]);
});
