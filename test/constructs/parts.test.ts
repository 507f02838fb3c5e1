/** The parts that several constructs share: budgets of disruption, probes, flows, identities, volumes, the stager. */
import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { engineFlows } from '../../lib/constructs/access';
import { disruptionBudget } from '../../lib/constructs/serving/disruption-budget';
import {
  budgetText,
  livenessProbe,
  readinessProbe,
  startupProbe,
  startupProgramProbe,
} from '../../lib/constructs/serving/engine-probes';
import { programFiles } from '../../lib/constructs/program-files';
import { stagerContainer } from '../../lib/constructs/serving/stager-container';
import { claimTemplate, podVolume, stagedFrom, weightsPlace } from '../../lib/constructs/serving/weights-volume';
import { roomFor } from '../../lib/sizing/pods/disk';
import { workloadIdentity } from '../../lib/constructs/workload-identity';
import { bytes, gib, mib } from '../../lib/core/bytes';
import { cores } from '../../lib/core/cpu';
import { derived } from '../../lib/core/derived';
import { seconds } from '../../lib/core/duration';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import { draw, objectOf } from './support/drawn';
import { from, gateway, monitoring } from './support/props';

const owner = { component: 'llama-server', instance: 'qwen' };

test('a budget of disruptions has its reason, and lets pods go that are not ready', () => {
  expect(draw((chart) => disruptionBudget(chart, 'serving', owner, derived(2, 'two on one node')))[0]).toMatchObject({
    metadata: {
      name: 'qwen',
      namespace: 'serving',
      annotations: { 'corral.dev/because.max-unavailable': 'two on one node' },
    },
    spec: {
      maxUnavailable: 2,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/instance': 'qwen' } },
    },
  });
});

test('an identity has no token', () => {
  expect(draw((chart) => workloadIdentity(chart, 'serving', owner))).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      automountServiceAccountToken: false,
      metadata: expect.objectContaining({
        name: 'qwen',
        namespace: 'serving',
        labels: expect.objectContaining({ 'app.kubernetes.io/part-of': 'corral' }),
      }),
    },
  ]);
});

describe('probes', () => {
  test.each([
    [63, 14],
    [60, 13],
    [1, 2],
  ])('a start may take %d s: asked %d times, five seconds apart, at once for the first time', (budget, times) => {
    expect(startupProbe({ tcpSocket: { port: 'http' } }, derived(seconds(budget), 'x'))).toEqual({
      tcpSocket: { port: 'http' },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: times,
    });
  });

  test('one by a program that tries again by itself is patient for the budget, and no longer', () => {
    expect(startupProgramProbe(['x', 'y'], derived(seconds(60), 'x'))).toEqual({
      exec: { command: ['x', 'y'] },
      periodSeconds: 5,
      timeoutSeconds: 65,
      failureThreshold: 1,
    });
  });

  test('readiness asks the engine, liveness only its port, and waits two minutes', () => {
    expect(readinessProbe('/health').httpGet).toEqual({ path: '/health', port: 'http' });
    expect(livenessProbe.httpGet).toBeUndefined();
    expect((livenessProbe.periodSeconds ?? 0) * (livenessProbe.failureThreshold ?? 0)).toBe(120);
  });

  test('a budget reads with its reason', () => {
    expect(budgetText(derived(seconds(63), 'twice the bytes'))).toBe('1 min 3 s: twice the bytes');
  });
});

describe('flows of an engine', () => {
  test('are none where nobody is named and nothing is staged', () => {
    expect(engineFlows({}, 8080, [{ port: 8080 }], undefined)).toEqual({ ingress: [], egress: [] });
  });

  test('let requests and metrics in, and the weights server out, but no DNS', () => {
    expect(engineFlows({ gateway, monitoring }, 8080, [{ port: 8080 }], from)).toEqual({
      ingress: [
        { peer: gateway, port: 8080 },
        { peer: monitoring, port: 8080 },
      ],
      egress: [{ peer: from.peer, port: 8080 }],
    });
  });

  test('let no monitoring in where there are no metrics', () => {
    expect(engineFlows({ monitoring }, 8080, [], from)).toMatchObject({ ingress: [] });
  });
});

describe('volumes of weights', () => {
  test('are a tenth larger than the files, in whole MiB', () => {
    expect([roomFor(mib(100)), roomFor(bytes(1))]).toEqual([mib(110), mib(1)]);
    expect(podVolume({ kind: 'ephemeral', from }, mib(100))).toEqual({
      name: 'weights',
      emptyDir: { sizeLimit: '110Mi' },
    });
    expect(podVolume({ kind: 'ephemeral', size: mib(1000), from }, mib(100))).toEqual({
      name: 'weights',
      emptyDir: { sizeLimit: '1100Mi' },
    });
  });

  test('of a class are as large as was said: a stated size is the size of the disk', () => {
    const weights = { kind: 'claim', size: gib(10), storageClass: 'nvme', from } as const;
    expect(claimTemplate(weights)).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'weights' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'nvme', resources: { requests: { storage: '10Gi' } } },
    });
    expect(podVolume(weights, mib(1))).toEqual({
      name: 'weights',
      ephemeral: { volumeClaimTemplate: { spec: claimTemplate(weights).spec } },
    });
  });

  test('are staged where they are local, and read where they are', () => {
    expect([
      stagedFrom({ kind: 'ephemeral', from }),
      stagedFrom({ kind: 'direct', claimName: 'a' }),
      stagedFrom({ kind: 'image', reference: 'x', path: '' }),
    ]).toEqual([from, undefined, undefined]);
    expect([
      weightsPlace({ kind: 'direct', claimName: 'a' }).root,
      weightsPlace({ kind: 'image', reference: 'x', path: '/a//b/' }).root,
      weightsPlace({ kind: 'image', reference: 'x', path: '/' }).root,
    ]).toEqual(['/models', '/models/a/b', '/models']);
  });
});

describe('programs', () => {
  const place = { namespace: 'serving', owner };
  const run = (program: string, text: string, files: Readonly<Record<string, string>> = {}) => ({
    command: ['/bin/sh', `/etc/corral/${program}`],
    files: { [program]: text, ...files },
  });
  const names = (manifests: readonly Manifest[]) =>
    manifests.map(({ metadata: { name } }) => name.replace(/[0-9a-f]{8}$/, '#'));

  test('are a ConfigMap each that never changes, beside the lists of the workload, mounted as one folder to be read and run', () => {
    const manifests = draw((chart) => {
      const files = programFiles(chart, place, [run('fetch.sh', 'f', { 'weights.list': 'w' }), run('end.sh', 'e')]);
      const sources = files.volume.projected?.sources?.map(({ configMap }) =>
        configMap?.name?.replace(/[0-9a-f]{8}$/, '#'),
      );
      expect([sources, files.volume.projected?.defaultMode]).toEqual([
        ['program-fetch-#', 'program-end-#', `${owner.instance}-lists-#`],
        0o555,
      ]);
      expect(files.mount).toEqual({ name: 'programs', mountPath: '/etc/corral', readOnly: true });
    });
    expect(manifests.map(({ immutable, data }) => ({ immutable, data }))).toEqual([
      { immutable: true, data: { 'end.sh': 'e' } },
      { immutable: true, data: { 'fetch.sh': 'f' } },
      { immutable: true, data: { 'weights.list': 'w' } },
    ]);
    expect(objectOf(manifests, 'ConfigMap serving/program-end-*').metadata.labels).toEqual({
      'app.kubernetes.io/name': 'program',
      'app.kubernetes.io/instance': 'end',
      'app.kubernetes.io/part-of': 'corral',
    });
  });

  test('are drawn once for a chart and namespace, however many run them, and again where they differ', () => {
    const twice = (text: string, namespace: string) =>
      names(
        draw((chart) => {
          programFiles(new Construct(chart, 'a'), place, [run('end.sh', 'e')]);
          programFiles(new Construct(chart, 'b'), { ...place, namespace }, [run('end.sh', text)]);
        }),
      );
    expect([twice('e', 'serving'), twice('f', 'serving'), twice('e', 'other')]).toEqual([
      ['program-end-#'],
      ['program-end-#', 'program-end-#'],
      ['program-end-#', 'program-end-#'],
    ]);
  });

  test('are drawn in another chart where that is asked for, and the lists stay', () => {
    const elsewhere = new Chart(new App(), 'first');
    const here = draw((chart) =>
      programFiles(chart, { ...place, programs: elsewhere }, [run('fetch.sh', 'f', { 'weights.list': 'w' })]),
    );
    expect([names(here), names(manifestsOf(elsewhere))]).toEqual([[`${owner.instance}-lists-#`], ['program-fetch-#']]);
  });

  test('a list that the next start reads keeps its name, and may change', () => {
    const lists = (text: string) =>
      draw((chart) =>
        programFiles(chart, { ...place, lists: 'next-start' }, [run('fetch.sh', 'f', { 'weights.list': text })]),
      ).map(({ metadata: { name }, immutable }) => [name, immutable]);
    expect(lists('one')).toEqual(lists('two'));
    expect(lists('one')).toContainEqual([`${owner.instance}-lists`, false]);
  });

  test('lists of two workloads with long names that begin alike do not share a name', () => {
    const long = 'a-model-with-a-very-long-name-that-goes-on';
    const named = (instance: string) =>
      draw((chart) =>
        programFiles(chart, { ...place, owner: { ...owner, instance } }, [{ command: [], files: { a: '1' } }]),
      )[0]?.metadata.name;
    expect(named(`${long}-7b`)).not.toBe(named(`${long}-70b`));
  });
});

test('a stager never asks for more than the engine beside it: a pod asks for the most of both', () => {
  const files = { volume: { name: 'programs' }, mount: { name: 'programs', mountPath: '/etc/corral' } };
  const run = { command: ['sh'], env: { A: '1' }, files: {}, before: [{ name: 'POD_INDEX', value: '0' }] };
  const volume = { kind: 'direct', claimName: 'store' } as const;
  const small = stagerContainer(run, files, { cpu: derived(cores(0.2), 'x'), memory: derived(mib(100), 'x') }, volume);
  expect(small.resources?.requests).toMatchObject({ cpu: '200m', memory: '100Mi' });
  expect(
    stagerContainer(run, files, { cpu: derived(cores(8), 'x'), memory: derived(gib(8), 'x') }, volume).resources
      ?.requests,
  ).toMatchObject({ cpu: '250m', memory: '256Mi' });
  expect(small.volumeMounts?.[0]).toEqual({ name: 'weights', mountPath: '/models', readOnly: true });
  expect(small.env).toEqual([
    { name: 'POD_INDEX', value: '0' },
    { name: 'A', value: '1' },
  ]);
});
