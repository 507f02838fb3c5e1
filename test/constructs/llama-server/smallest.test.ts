/** One llama-server with the smallest props: what is drawn by default. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import { draw, fieldOf, titles } from '../support/drawn';
import { hubKey, hubModel } from '../support/props';
import { annotated } from '../support/scraping';
import { add, annotation, engine, pod, smallest, template } from './smol';

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a Deployment and what belongs to it, and no autoscaler', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount serving/smol',
      'NetworkPolicy serving/smol',
      'ConfigMap serving/program-llama-server-drain-#',
      'ConfigMap serving/program-stager-#',
      'ConfigMap serving/smol-lists-#',
      'Service serving/smol',
      'Deployment serving/smol',
      'PodDisruptionBudget serving/smol',
    ]);
  });

  test('give one pod that runs the CPU build with every setting on the command line', () => {
    expect(field('Deployment serving/smol: spec.replicas')).toBe(1);
    expect(field(`${engine}.image`)).toBe(
      `${images.llamaServer.repository}:${images.llamaServer.tag}@${images.llamaServer.digest}`,
    );
    expect((field(`${engine}.args`) as string[]).join(' ')).toMatch(
      /^--model \/models\/gguf\/smollm2-1\.7b-instruct\/Q4_K_M\/\S+\.gguf --alias smol --host 0\.0\.0\.0 --port 8080 --ctx-size 8192 --parallel 2 --predict 512 .*--n-gpu-layers 0 .*--threads 4 --threads-batch 4 /,
    );
    expect(field(`${engine}.env`)).toEqual(expect.arrayContaining([{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' }]));
  });

  test('size it: threads pinned to the CPU limit, memory and disk with their reasons', () => {
    const resources = field(`${engine}.resources`) as {
      requests: Record<string, string>;
      limits: Record<string, string>;
    };
    expect([resources.requests['cpu'], resources.limits['cpu']]).toEqual(['4', '4']);
    expect(resources.requests['memory']).toBe(resources.limits['memory']);
    expect(field(annotation('because.cpu'))).toBe('4 cores');
    expect(field(annotation('because.memory'))).toMatch(/^MiB: .*weights/);
    expect(field(annotation('because.ephemeral-storage'))).toMatch(
      /MiB for weights, .* for temporary files, home and logs$/,
    );
    expect(field(annotation('because.staging'))).toMatch(/1 reader over 0\.13 GB\/s, and hashing/);
    expect(field(annotation('model'))).toBe(hubKey);
  });

  test('give the weights room above their bytes: a file system keeps some, and the kubelet evicts at the limit', () => {
    const bytes = hubModel.files.reduce((sum, file) => sum + file.bytes, 0);
    const limit = field(`${pod}.volumes[0].emptyDir.sizeLimit`) as string;
    expect(Number.parseInt(limit, 10) * 2 ** 20).toBeGreaterThan(bytes * 1.07);
    expect(Number.parseInt(limit, 10) * 2 ** 20).toBeLessThan(bytes * 1.11);
  });

  test('stage them by a program that asks for no more than the engine, which then only reads', () => {
    expect(field(`${pod}.initContainers[0].resources.requests`)).toEqual({
      cpu: '250m',
      memory: '256Mi',
      'ephemeral-storage': '64Mi',
    });
    expect(field(`${pod}.initContainers[0].volumeMounts[0]`)).toEqual({ name: 'weights', mountPath: '/models' });
    expect(field(`${engine}.volumeMounts`)).toEqual([
      { name: 'weights', mountPath: '/models', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'programs', mountPath: '/etc/corral', readOnly: true },
    ]);
    expect(field("ConfigMap serving/smol-lists-*: data['weights.list']")).toContain(
      'http://10.96.0.15:8080/blobs/sha256-',
    );
  });

  test('let nobody in, and out to the weights server alone, without DNS', () => {
    expect(field('NetworkPolicy serving/smol: spec.ingress') ?? []).toEqual([]);
    expect(field('NetworkPolicy serving/smol: spec.egress')).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'store' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'weights' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
  });

  test('ask three different things on one named port', () => {
    expect(field(`${engine}.ports`)).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
    expect(field(`${engine}.startupProbe.httpGet`)).toEqual({ path: '/health', port: 'http' });
    expect(field(`${engine}.readinessProbe`)).toEqual({
      httpGet: { path: '/health', port: 'http' },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    expect(field(`${engine}.livenessProbe`)).toEqual({
      tcpSocket: { port: 'http' },
      periodSeconds: 20,
      timeoutSeconds: 10,
      failureThreshold: 6,
    });
    expect(field('Service serving/smol: spec')).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'llama-server', 'app.kubernetes.io/instance': 'smol' },
      ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }],
    });
  });

  test('roll out with a spare pod, the next when the former one must be gone, and drain before they end', () => {
    expect(field('Deployment serving/smol: spec.strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(field('Deployment serving/smol: spec.minReadySeconds')).toBe(field(`${pod}.terminationGracePeriodSeconds`));
    expect(field(annotation('because.min-ready'))).toMatch(
      /^\d.* s: the old pod can take this long to end, and holds its resources until then$/,
    );
    expect(field('Deployment serving/smol: spec.progressDeadlineSeconds')).toBeGreaterThan(
      field('Deployment serving/smol: spec.minReadySeconds') as number,
    );
    expect(field(`${engine}.lifecycle.preStop.exec.command`)).toEqual(['/bin/sh', '/etc/corral/llama-server-drain.sh']);
    expect(field('PodDisruptionBudget serving/smol: spec')).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('go anywhere, without a runtime or a priority, spread over zones', () => {
    for (const absent of ['priorityClassName', 'runtimeClassName', 'tolerations', 'affinity.nodeAffinity'])
      expect(field(`${pod}.${absent}`)).toBeUndefined();
    expect(field(`${pod}.topologySpreadConstraints[0].matchLabelKeys`)).toEqual(['pod-template-hash']);
  });

  test('ask for no key', () => {
    expect(field(`${engine}.args`)).not.toContain('--api-key-file');
    expect(field(`${pod}.volumes[3]`)).toBeUndefined();
  });

  test('mount no token and no other service', () => {
    expect([
      field(`${pod}.automountServiceAccountToken`),
      field(`${pod}.enableServiceLinks`),
      field(`${pod}.serviceAccountName`),
    ]).toEqual([false, false, 'smol']);
    expect(field('ServiceAccount serving/smol: automountServiceAccountToken')).toBe(false);
  });
});

test('by annotations, its pods are scraped on the port of requests', () => {
  const manifests = draw((chart) => add(chart, { ...smallest, scraping: annotated }));
  expect(fieldOf(manifests, `${template}.metadata.annotations`)).toMatchObject({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '8080',
    'prometheus.io/path': '/metrics',
  });
});
