/** Reports: everything in one go, at its own place, and nothing that only follows from another fault. */
import { expect, test } from '@jest/globals';
import { gpus } from '../../lib/catalog/gpus';
import { sharedNames } from '../../lib/plan/names';
import { parseEnvironment } from '../../lib/environment/complete';
import { reservedNames } from '../../lib/environment/reserved-names';
import { base, changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

const codesOf = (input: unknown): readonly string[] =>
  parseEnvironment(input).faults.map(({ code, at }) => `${code} ${at}`);

test('faults of every part are told together', () => {
  expect(
    codesOf(
      changed(
        [['delivery'], 'kubeclt'],
        [['cluster', 'kubernets'], '1.36'],
        [['nodePools', 'l4', 'instance'], 'aws/g6.2xlagre'],
        [['nodePools', 'racks', 'hardware', 'gpu'], 'NVIDIA-L40'],
        [['models', 'chat', 'weights'], 'smal/Q4_K_M'],
        [['models', 'legal', 'cpu'], undefined],
        [['ollama', 'fleet', 'replcias'], 3],
      ),
    ),
  ).toEqual([
    'NotAllowed test.delivery',
    'UnknownKey test.cluster.kubernets',
    'UnknownInstance test.nodePools.l4.instance',
    'UnknownGpu test.nodePools.racks.hardware.gpu',
    'UnknownModel test.models.chat.weights',
    'CpuMissing test.models.legal.cpu',
    'UnknownKey test.ollama.fleet.replcias',
  ]);
});

test('all that is wrong with one workload is told together', () => {
  expect(
    codesOf(
      changed([
        ['models', 'chat'],
        {
          weights: 'small/Q4_K_M',
          pools: ['l4-spto', 'cpus'],
          gpus: 1,
          replicas: { min: 3, max: 1 },
          local: { kind: 'direct' },
          settings: {
            contextLength: 16_384,
            parallel: 300,
            maxOutputLength: 16_384,
            cacheTypeV: 'q8_0',
            flashAttention: false,
          },
          flags: { '--tmep': 1 },
        },
      ]),
    ),
  ).toEqual([
    'UnknownPool test.models.chat.pools[0]',
    'GpusOnCpuPool test.models.chat.pools[1]',
    'ImpossibleRange test.models.chat.replicas',
    'DirectStore test.models.chat.local.kind',
    'OutputBeyondContext test.models.chat.settings.maxOutputLength',
    'SettingRange test.models.chat.settings.parallel',
    'ContextBeyondTraining test.models.chat.settings.contextLength',
    'CacheNeedsFlashAttention test.models.chat.settings.cacheTypeV',
    "UnknownFlag test.models.chat.flags['--tmep']",
  ]);
});

test('a pool that is wrong itself is not held against those that name it', () => {
  expect(codesOf(changed([['nodePools', 'racks', 'hardware', 'gpus'], 0]))).toEqual([
    'OutOfRange test.nodePools.racks.hardware.gpus',
  ]);
});

test('a cluster that is wrong itself is not held against workloads', () => {
  expect(codesOf(changed([['cluster', 'storageTiers'], 3]))).toEqual(['WrongType test.cluster.storageTiers']);
});

test.each([[3], [null], [undefined], ['text']])('%p is no environment', (input) => {
  expect(codesOf(input)).toEqual([`${input === undefined ? 'MissingField' : 'WrongType'} environment`]);
});

test('a list is no environment', () => {
  expect(codesOf([])).toEqual(['WrongType environment']);
});

test('nothing at all: what has no default is told', () => {
  expect(codesOf({})).toEqual(
    ['name', 'delivery', 'cluster', 'nodePools', 'catalog'].map((field) => `MissingField environment.${field}`),
  );
});

test('paths begin where the caller says, else with the name', () => {
  expect(parseEnvironment({ ...base, delivery: 'x' }, 'overlays.test').faults[0]?.at).toBe('overlays.test.delivery');
  expect(parseEnvironment({ ...base, name: 'Not A Label' }).faults[0]?.at).toBe('environment.name');
});

test('an entry that is undefined counts as left out', () => {
  expect(codesOf(changed([['nodePools', 'sliced'], undefined], [['models', 'legal'], undefined]))).toEqual([]);
});

test('an addition that says what is known already is accepted, in any order of its fields', () => {
  const { product, ...facts } = gpus['NVIDIA-L4'];
  expect(codesOf(changed([['catalog', 'gpus'], { 'NVIDIA-L4': { ...facts, product } }]))).toEqual([]);
});

test('a model of the catalogue is checked when something uses it, and once', () => {
  const broken = { ...base.catalog.models['small/Q4_K_M'], quantisation: 4 };
  expect(codesOf(changed([['catalog', 'models', 'unused'], broken]))).toEqual([]);
  expect(codesOf(changed([['catalog', 'models', 'small/Q4_K_M'], broken]))).toEqual([
    "WrongType test.catalog.models['small/Q4_K_M'].quantisation",
  ]);
});

test('layers for further tokens are not loaded, and need no size', () => {
  const model = base.catalog.models['small/Q4_K_M'];
  expect(
    codesOf(
      changed([
        ['catalog', 'models', 'small/Q4_K_M'],
        {
          ...model,
          architecture: { ...model.architecture, blockCount: 5, nextnPredictLayers: 1 },
        },
      ]),
    ),
  ).toEqual([]);
});

test('swapping accepted, or models by ordinal, let a fleet offer more than it loads', () => {
  const one = [['ollama', 'fleet', 'settings', 'maxLoadedModels'], 1] as const;
  expect(codesOf(changed(one, [['ollama', 'fleet', 'swap'], 'accepted']))).toEqual([]);
  expect(codesOf(changed(one, [['ollama', 'fleet', 'models'], { byOrdinal: [['small:1b'], ['tiny:1b']] }]))).toEqual(
    [],
  );
});

test('names that charts give are reserved', () => {
  expect(Object.keys(reservedNames)).toEqual(expect.arrayContaining(Object.values(sharedNames)));
});

test('a report is the faults, one below the other', () => {
  expect(reportOf(parseEnvironment(changed([['delivery'], 1], [['name'], 'A'])).faults)).toBe(
    [
      "environment.name: 'A' does not have the right form.",
      '  allowed: a DNS label: lower-case letters, digits and inner hyphens',
      '  [BadFormat]',
      'environment.delivery: 1 is not among what is allowed.',
      "  allowed: 'kubectl' · 'pulumi' · 'gitops'",
      '  [NotAllowed]',
    ].join('\n'),
  );
});
