/** The models of a gateway in several ConfigMaps: what a thousand take, and what one more changes. */
import { expect, test } from '@jest/globals';
import type { Chart } from 'cdk8s';
import fc from 'fast-check';
import { GatewayWorkload } from '../../lib/constructs/gateway/gateway-workload';
import {
  type GatewayClientsFile,
  type GatewayCluster,
  type GatewayModel,
  type GatewayModelsFile,
  gatewayPaths,
  gatewayPorts,
} from '../../lib/gateway/files';
import { gatewayModelsConfigMaps, gatewayModelsParts } from '../../lib/gateway/model-files';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { thousandModels } from './support/models';

const gateway =
  (models: GatewayModelsFile, clients: GatewayClientsFile = {}) =>
  (chart: Chart) =>
    new GatewayWorkload(chart, 'gateway', {
      namespace: 'gate',
      bootstrap: {},
      settings: {
        ports: gatewayPorts,
        files: gatewayPaths,
        peers: 'gateway-peers.gate.',
        trustedHops: 0,
        ollamaVersion: '0.34.2',
      },
      models,
      clients,
      weights: {},
      engines: [],
    });
const drawn = (models: GatewayModelsFile): readonly Manifest[] => draw(gateway(models));

/** As `kubectl apply` writes it into an annotation: the object as JSON, in JSON. */
const annotationBytes = (manifest: Manifest): number => Buffer.byteLength(JSON.stringify(manifest));

test('a thousand models fit into what kubectl apply writes, with a quarter of it to spare', () => {
  const maps = drawn(thousandModels).filter(({ metadata }) => gatewayModelsConfigMaps.includes(metadata.name));
  expect(maps).toHaveLength(8);
  for (const map of maps) expect(annotationBytes(map)).toBeLessThan(196_608);
});

test('a model more changes one ConfigMap, and no pod', () => {
  const [entry] = Object.entries(thousandModels.models);
  const [model, cluster] = [entry?.[1] as GatewayModel, Object.values(thousandModels.clusters)[0] as GatewayCluster];
  const more = {
    models: { ...thousandModels.models, another: { ...model, aliases: [], tracks: { main: { cluster: 'another' } } } },
    clusters: { ...thousandModels.clusters, another: cluster },
  };
  const [before, after] = [drawn(thousandModels), drawn(more)];
  const changed = titles(after).filter((_, i) => JSON.stringify(after[i]) !== JSON.stringify(before[i]));
  expect(titles(after)).toEqual(titles(before));
  expect(changed).toEqual([expect.stringMatching(/^ConfigMap gate\/gateway-models-[0-7]$/)]);
});

test('pods read all of them, under names that no model changes', () => {
  const volumes = (models: GatewayModelsFile) =>
    fieldOf(drawn(models), 'Deployment gate/gateway: spec.template.spec.volumes') as unknown as { name: string }[];
  const sources = gatewayModelsConfigMaps.map((name) => ({ configMap: { name } }));
  const expected = { name: 'models', projected: { sources } };
  for (const models of [thousandModels, { models: {}, clusters: {} }])
    expect(volumes(models).find(({ name }) => name === 'models')).toEqual(expected);
});

test('every model is in one file, together with its clusters, and stays there whatever other models there are', () => {
  const cluster = {} as GatewayCluster;
  const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text !== '__proto__');
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 40 }), fc.uniqueArray(name, { maxLength: 40 }), (some, others) => {
      const fileOf = (names: readonly string[]) => {
        const tracks = (each: string) => ({ blue: { cluster: `${each}-blue` }, green: { cluster: 'shared' } });
        const parts = gatewayModelsParts({
          models: Object.fromEntries(names.map((each) => [each, { tracks: tracks(each) } as unknown as GatewayModel])),
          clusters: Object.fromEntries(
            [...names.map((each) => `${each}-blue`), 'shared'].map((each) => [each, cluster]),
          ),
        });
        return new Map(
          parts.flatMap(({ file, content }) =>
            Object.keys(content.models).map((each) => {
              expect(Object.keys(content.clusters)).toEqual(expect.arrayContaining([`${each}-blue`, 'shared']));
              return [each, file];
            }),
          ),
        );
      };
      const all = [...new Set([...some, ...others])];
      const [few, many] = [fileOf(some), fileOf(all)];
      expect([...few.keys()].toSorted()).toEqual([...some].toSorted());
      expect(many.size).toBe(all.length);
      for (const [each, file] of few) expect(many.get(each)).toBe(file);
    }),
  );
});

test('what kubectl apply could not write is refused', () => {
  const models = Array.from({ length: 40_000 }, (_, i) => `model-${i}`);
  expect(refusal(gateway({ models: {}, clusters: {} }, { team: { models } }))).toBe(
    [
      'gateway-clients: has 628919 bytes, and kubectl apply writes at most 258048.',
      '  fix: fewer models, or fewer names for each client',
      '  [GatewayFileSize]',
    ].join('\n'),
  );
});
