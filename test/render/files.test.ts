/** Rendered files: names, order, index, kustomization, and bytes that depend on nothing but the environment. */
import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from '@jest/globals';
import { files, synthesise, toYaml } from '../../lib';
import { dev, local, production } from './overlays';

describe('files', () => {
  const synthesis = synthesise(production);
  const rendered = files(synthesis);

  test('are named by wave and chart, in order, with the index last', () => {
    const names = [...rendered.keys()];
    expect(names.slice(0, 6)).toEqual([
      '00-namespaces.yaml',
      '10-cluster.yaml',
      '10-programs.yaml',
      '20-storage.yaml',
      '30-weights.yaml',
      '40-alerts.yaml',
    ]);
    expect(names.slice(-2)).toEqual(['kustomization.yaml', 'index.json']);
    expect(names.slice(0, -2)).toEqual(names.slice(0, -2).toSorted());
  });

  test('hold every object of the synthesis, read back as it was written', () => {
    for (const { name, wave, manifests } of synthesis.charts) {
      expect(loadAll(rendered.get(`${wave}0-${name}.yaml`) ?? '')).toEqual(manifests);
    }
  });

  test.each([production, local].map((input) => [input.name, input] as const))(
    '%s: hold no control character, which the YAML of kubectl refuses',
    (_, input) => {
      for (const text of files(synthesise(input)).values()) {
        expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
        // As js-yaml writes one; in a block nothing is escaped.
        expect(text.split('\n').filter((line) => /: "(?:[^"\\]|\\[^x])*\\x(?:[01][0-9A-F]|7F)/.test(line))).toEqual([]);
      }
    },
  );

  test('are listed by the kustomization, which applies them in waves', () => {
    const kustomization = load(rendered.get('kustomization.yaml') ?? '') as {
      readonly kind: string;
      readonly resources: readonly string[];
    };
    expect(kustomization.kind).toBe('Kustomization');
    expect(kustomization.resources).toEqual([...rendered.keys()].slice(0, -2));
  });

  test('are described by the index, object by object', () => {
    const index = JSON.parse(rendered.get('index.json') ?? '{}') as {
      readonly complete: boolean;
      readonly files: readonly { readonly path: string; readonly wave: number; readonly objects: readonly string[] }[];
    };
    expect(index.complete).toBe(true);
    expect(index.files.find(({ path }) => path === '20-storage.yaml')).toEqual({
      path: '20-storage.yaml',
      chart: 'storage',
      wave: 2,
      objects: ['StorageClass model-store-nfs', 'PersistentVolumeClaim model-store/model-store'],
    });
  });

  test('are the same bytes when models, pools and prerequisites are written in another order', () => {
    const reversed = <T>(record: Readonly<Record<string, T>> | undefined) =>
      Object.fromEntries(Object.entries(record ?? {}).reverse());
    const turned = { ...production, models: reversed(production.models), nodePools: reversed(production.nodePools) };
    expect(files(synthesise(turned))).toEqual(rendered);
  });

  test('are the same bytes twice', () => {
    for (const environment of [local, dev])
      expect(files(synthesise(environment))).toEqual(files(synthesise(environment)));
  });
});

describe('YAML', () => {
  const written = (value: unknown) =>
    toYaml([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: value }]);

  test.each([
    ['on'],
    ['off'],
    ['yes'],
    ['no'],
    ['y'],
    ['true'],
    ['null'],
    ['~'],
    ['012'],
    ['0x1f'],
    ['1e3'],
    ['1:30'],
    ['.5'],
    ['1_000'],
    ['2026-01-01'],
    ['2026-01-01T00:00:00Z'],
    ['<<'],
    [''],
  ])('quotes the text %j, which some reader would take for something else', (text) => {
    expect(written({ key: text })).toMatch(/key: ["'].*["']\n/);
  });

  test('sorts keys, uses no anchors and folds no lines', () => {
    const shared = { b: 1, a: 'x '.repeat(200) };
    const text = written({ two: shared, one: shared });
    expect(text).not.toMatch(/[&*]\w/);
    expect(text.indexOf('one:')).toBeLessThan(text.indexOf('two:'));
    expect(text.split('\n').length).toBe(12);
  });
});
