/** The last value that is accepted and the first that is refused, at every limit that the reader draws itself. */
import { expect, test } from '@jest/globals';
import { bytes, gib, mib } from '../../lib/core/bytes';
import { instances } from '../../lib/catalog/instances';
import type { Model } from '../../lib/catalog/model';
import { parseEnvironment } from '../../lib/environment/complete';
import { checkTogether } from '../../lib/environment/together';
import { base, changed, smallModel, type Change } from '../invalid/base';
import { reportOf } from '../invalid/read';

const codesOf = (...changes: readonly Change[]): readonly string[] =>
  parseEnvironment(changed(...changes)).faults.map(({ code, at }) => `${code} ${at}`);

const withFacts = (facts: Partial<Model['architecture']>): Model => ({
  ...smallModel,
  architecture: { ...smallModel.architecture, ...facts },
});

test('priorities fall, and do not only stay', () => {
  expect(codesOf([['priorities'], { standard: 1001 }])).toEqual([]);
  expect(codesOf([['priorities'], { standard: 1000 }])).toEqual(['PriorityOrder test.priorities.standard']);
});

test('layers on GPUs: those of the model and the output', () => {
  expect(codesOf([['models', 'chat', 'settings', 'gpuLayers'], 5])).toEqual([]);
  expect(codesOf([['models', 'chat', 'settings', 'gpuLayers'], 6])).toEqual([
    'OutOfRange test.models.chat.settings.gpuLayers',
  ]);
});

test('experts on the host: at most all layers', () => {
  const experts = [
    ['catalog', 'models', 'small/Q4_K_M'],
    withFacts({ architecture: 'qwen3moe', expertCount: 8 }),
  ] as const;
  expect(codesOf(experts, [['models', 'chat', 'settings', 'expertLayersOnHost'], 4])).toEqual([]);
  expect(codesOf(experts, [['models', 'chat', 'settings', 'expertLayersOnHost'], 5])).toEqual([
    'OutOfRange test.models.chat.settings.expertLayersOnHost',
  ]);
});

test('a fleet may have the whole context that its models know', () => {
  expect(codesOf([['ollama', 'fleet', 'settings', 'contextLength'], 8192])).toEqual([]);
  expect(codesOf([['ollama', 'fleet', 'settings', 'contextLength'], 8193])).toHaveLength(2);
});

test('llama-server reads what Ollama packs, GPT-OSS from anybody else, and what an entry says', () => {
  const gptOss = withFacts({ architecture: 'gpt-oss' });
  const chat = (model: unknown) => codesOf([['catalog', 'models', 'small/Q4_K_M'], model]);
  expect(codesOf([['models', 'chat', 'weights'], 'small:1b'])).toEqual([]);
  expect(chat(gptOss)).toEqual([]);
  expect(chat({ ...gptOss, origin: base.catalog.models['small:1b'].origin })).toHaveLength(2);
  expect(chat({ ...gptOss, origin: base.catalog.models['small:1b'].origin, engines: ['llama-server'] })).toEqual([]);
  expect(chat({ ...smallModel, engines: ['ollama'] })).toHaveLength(2);
});

test('DaemonSets leave something of the cores and of the memory', () => {
  const { millicores, memoryMib } = instances['aws/g6.2xlarge'].allocatable;
  const daemons = (cpu: number, memory: number) => codesOf([['nodePools', 'l4', 'daemons'], { cpu, memory }]);
  expect(daemons((millicores - 1) / 1000, mib(memoryMib) - 1)).toEqual([]);
  expect(daemons(millicores / 1000, 0)).toEqual(['NothingAllocatable test.nodePools.l4.daemons']);
  expect(daemons(0, mib(memoryMib))).toEqual(['NothingAllocatable test.nodePools.l4.daemons']);
});

test('of a disk, only what is missing is asked for', () => {
  expect(codesOf([['nodePools', 'cpus', 'ephemeralStorage'], undefined])).toEqual([
    'DiskUnknown test.nodePools.cpus.ephemeralStorage',
  ]);
  expect(codesOf([['nodePools', 'cpus', 'diskBandwidth'], undefined])).toEqual([
    'DiskUnknown test.nodePools.cpus.diskBandwidth',
  ]);
});

test('where no storage tier is declared, declaring one is the fix', () => {
  const { faults } = parseEnvironment(changed([['cluster', 'storageTiers'], undefined]));
  expect(reportOf(faults)).toBe(
    [
      "test.models.legal.local.tier: the cluster has no storage tier 'fast-ssd'.",
      '  fix: declare it in cluster.storageTiers, with its class and bandwidth',
      '  [UnknownStorageTier]',
    ].join('\n'),
  );
});

test('a taint without a value is not the same as one with', () => {
  const { environment } = parseEnvironment(
    changed([
      ['nodePools', 'l4', 'taints'],
      [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'a', effect: 'NoSchedule' },
      ],
    ]),
  );
  expect(environment?.nodePools.l4?.taints).toEqual([
    { key: 'a', effect: 'NoSchedule' },
    { key: 'a', value: 'b', effect: 'NoSchedule' },
  ]);
});

test('an addition with a fact more or a list longer is another one', () => {
  const known = instances['aws/g6.2xlarge'];
  const added = (instance: unknown) => codesOf([['catalog', 'instances'], { 'aws/g6.2xlarge': instance }]);
  const conflict = ["CatalogConflict test.catalog.instances['aws/g6.2xlarge']"];
  expect(added({ ...known, spot: undefined })).toEqual([]);
  expect(added({ ...known, allocatable: { ...known.allocatable, pods: 57 } })).toEqual(conflict);
  expect(added({ ...known, gpu: undefined })).toEqual(conflict);
});

test('the fraction of a byte is dropped', () => {
  const { environment } = parseEnvironment(changed([['nodePools', 'cpus', 'ephemeralStorage'], bytes(gib(1) + 0.5)]));
  expect(environment?.nodePools.cpus?.allocatable.ephemeralStorage).toBe(gib(1));
});

test('stores of another kind, or in another folder, are stores apart', () => {
  const store = (name: string, weights: unknown) =>
    parseEnvironment(changed([['name'], name], [['cluster', 'id'], name], [['cluster', 'weights'], weights]))
      .environment;
  const nfs = {
    kind: 'nfs',
    server: 'nfs.example',
    share: '/export',
    subDir: 'a',
    capacity: gib(500),
    bandwidth: gib(1),
  };
  const claim = { kind: 'class', storageClass: 'cephfs', capacity: gib(500), bandwidth: gib(1) };
  const told = (...environments: readonly ReturnType<typeof store>[]) =>
    checkTogether(environments.flatMap((each) => each ?? [])).map(({ code }) => code);
  expect(told(store('a', nfs), store('b', nfs))).toEqual(['StoreShared']);
  expect(told(store('a', nfs), store('b', { ...nfs, subDir: 'b' }))).toEqual([]);
  expect(told(store('a', nfs), store('b', { ...nfs, server: 'other.example' }))).toEqual([]);
  expect(told(store('a', nfs), store('b', claim), store('c', claim))).toEqual([]);
});
