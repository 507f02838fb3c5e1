/**
 * A stranger's own app: store, loader, weights server and both engines in one chart, without an environment or a plan.
 */
import { describe, expect, test } from '@jest/globals';
import { App, Chart, JsonPatch, YamlOutputType, type ApiObject } from 'cdk8s';
import { GatewayWorkload } from '../../lib/constructs/gateway/gateway-workload';
import { LlamaServer } from '../../lib/constructs/serving/llama-server';
import { ModelLoader } from '../../lib/constructs/weights/model-loader';
import { ModelStore } from '../../lib/constructs/weights/model-store';
import { OllamaFleet } from '../../lib/constructs/serving/ollama-fleet';
import { WeightsServer } from '../../lib/constructs/weights/weights-server';
import { gib } from '../../lib/core/bytes';
import { gatewayPaths, gatewayPorts } from '../../lib/gateway/files';
import { identity, title } from '../../lib/kubernetes/read/manifest';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import { fieldOf, valueAt } from './support/drawn';
import { gateway, hubKey, hubModel, settings, tag, tagModel } from './support/props';

class Strangers extends Chart {
  readonly server: LlamaServer;

  constructor(app: App) {
    super(app, 'strangers');
    const store = new ModelStore(this, 'models', {
      namespace: 'store',
      backend: { kind: 'class', storageClass: 'cephfs' },
      capacity: gib(50),
    });
    const { claimName } = store;
    const smol = { key: hubKey, model: hubModel, form: 'gguf' } as const;
    const qwen = { key: tag, model: tagModel, form: 'registry' } as const;
    new ModelLoader(this, 'load', { namespace: 'store', claimName, weights: [smol, qwen] });
    const { from } = new WeightsServer(this, 'weights', {
      namespace: 'store',
      claimName,
      address: '10.96.0.15',
      clientNamespace: 'serving',
    });
    this.server = new LlamaServer(this, 'smol', {
      namespace: 'serving',
      reference: hubKey,
      model: hubModel,
      settings,
      weights: { kind: 'ephemeral', from },
      replicas: { min: 1, max: 3 },
      access: { gateway },
    });
    new OllamaFleet(this, 'fleet', {
      namespace: 'serving',
      models: [{ tag, model: tagModel }],
      settings,
      weights: { kind: 'claim', size: gib(10), storageClass: 'topolvm', from },
      access: { gateway },
    });
  }
}

const chart = new Strangers(new App());
const manifests = manifestsOf(chart);
const field = (place: string) => fieldOf(manifests, place);

test('no two objects are the same', () => {
  expect(new Set(manifests.map(identity)).size).toBe(manifests.length);
});

test('every claim, ConfigMap and ServiceAccount that a pod names is there', () => {
  const names = (kind: string) =>
    manifests.filter((manifest) => manifest.kind === kind).map((manifest) => title(manifest));
  const specs = manifests.flatMap((manifest) => {
    const spec = valueAt(manifest, 'spec.template.spec') as
      | {
          serviceAccountName: string;
          volumes: {
            projected?: { sources: { configMap: { name: string } }[] };
            persistentVolumeClaim?: { claimName: string };
          }[];
        }
      | undefined;
    return spec === undefined ? [] : [{ namespace: manifest.metadata.namespace, spec }];
  });
  expect(specs).toHaveLength(4);
  for (const { namespace, spec } of specs) {
    expect(names('ServiceAccount')).toContain(`ServiceAccount ${namespace}/${spec.serviceAccountName}`);
    const sources = spec.volumes.flatMap(({ projected }) => projected?.sources ?? []);
    expect(sources.length).toBeGreaterThan(0);
    for (const {
      configMap: { name },
    } of sources)
      expect(names('ConfigMap')).toContain(`ConfigMap ${namespace}/${name}`);
    for (const { persistentVolumeClaim } of spec.volumes) {
      if (persistentVolumeClaim !== undefined)
        expect(names('PersistentVolumeClaim')).toContain(
          `PersistentVolumeClaim ${namespace}/${persistentVolumeClaim.claimName}`,
        );
    }
  }
});

test('a program that both engines run is there once', () => {
  expect(
    manifests.filter(
      ({ kind, metadata: { name, namespace } }) =>
        kind === 'ConfigMap' && namespace === 'serving' && name.startsWith('program-stager-'),
    ),
  ).toHaveLength(1);
});

test('engines may leave towards the weights server, and it lets them in', () => {
  const port = 8080;
  const out = {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'store' } },
        podSelector: {
          matchLabels: { 'app.kubernetes.io/name': 'weights-server', 'app.kubernetes.io/instance': 'weights' },
        },
      },
    ],
    ports: [{ protocol: 'TCP', port }],
  };
  for (const engine of ['smol', 'fleet'])
    expect(field(`NetworkPolicy serving/${engine}: spec.egress`)).toContainEqual(out);
  expect(field('Deployment store/weights: spec.template.metadata.labels')).toMatchObject(
    out.to[0]?.podSelector.matchLabels ?? {},
  );
  expect(field('NetworkPolicy store/weights: spec.ingress[0].from[0]')).toEqual({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'serving' } },
    podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'corral' } },
  });
  expect(field('StatefulSet serving/fleet: spec.template.metadata.labels')).toMatchObject({
    'app.kubernetes.io/part-of': 'corral',
  });
});

test('the loader brings what the stagers ask for', () => {
  const lists = manifests.flatMap((manifest) => valueAt(manifest, "data['weights.list']") ?? []) as string[];
  const blobs = (list: string) => new Set(list.match(/\b[0-9a-f]{64}\b/g));
  const [loaded, ...staged] = [...lists].sort((a, b) => blobs(b).size - blobs(a).size).map(blobs);
  expect(staged).toHaveLength(2);
  for (const wanted of staged) expect([...wanted].filter((digest) => loaded?.has(digest) !== true)).toEqual([]);
});

describe('cdk8s', () => {
  test('writes the same objects by its own synthesis', () => {
    const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART });
    new Strangers(app);
    const written = app.synthYaml();
    for (const {
      kind,
      metadata: { name },
    } of manifests)
      expect(written).toMatch(new RegExp(`kind: ${kind}\nmetadata:[^]*?\n  name: ${name}\n`));
  });

  test('patches an object of ours by the path of the construct, and nothing else changes', () => {
    const patched = new Strangers(new App());
    const deployment = patched.server.node.findChild('deployment') as ApiObject;
    deployment.addJsonPatch(
      JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 7),
      JsonPatch.add('/spec/template/spec/containers/0/env/-', { name: 'STRANGER', value: '1' }),
    );
    const after = manifestsOf(patched);
    expect(fieldOf(after, 'Deployment serving/smol: spec.template.spec.terminationGracePeriodSeconds')).toBe(7);
    expect(fieldOf(after, 'Deployment serving/smol: spec.template.spec.containers[0].env')).toContainEqual({
      name: 'STRANGER',
      value: '1',
    });
    const others = (all: typeof manifests) => all.filter((manifest) => title(manifest) !== 'Deployment serving/smol');
    expect(others(after)).toEqual(others(manifests));
  });
});

test('a gateway reaches the engines that admit its pods, by the Services of those that are ready', () => {
  class WithGateway extends Chart {
    constructor(app: App) {
      super(app, 'with-gateway');
      const front = new GatewayWorkload(this, 'gateway', {
        namespace: 'gate',
        bootstrap: {},
        settings: {
          ports: gatewayPorts,
          files: gatewayPaths,
          peers: 'gateway-peers.gate.svc.cluster.local.',
          trustedHops: 0,
          ollamaVersion: '0.34.2',
        },
        models: { models: {}, clusters: {} },
        clients: {},
        weights: {},
        engines: [
          { peer: { namespace: 'serving', podLabels: { 'app.kubernetes.io/name': 'llama-server' } }, port: 8080 },
        ],
      });
      new LlamaServer(this, 'smol', {
        namespace: 'serving',
        reference: hubKey,
        model: hubModel,
        settings,
        weights: { kind: 'direct', claimName: 'models' },
        access: { gateway: front.peer },
        readyPods: true,
      });
    }
  }
  const objects = manifestsOf(new WithGateway(new App()));
  const admitted = fieldOf(objects, 'NetworkPolicy serving/smol: spec.ingress[0].from[0]');
  expect(admitted).toMatchObject({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gate' } },
    podSelector: { matchLabels: fieldOf(objects, 'Deployment gate/gateway: spec.selector.matchLabels') },
  });
  expect(fieldOf(objects, 'Service serving/smol-ready: spec.selector')).toEqual(
    fieldOf(objects, 'Deployment serving/smol: spec.selector.matchLabels'),
  );
});
