/** A fleet of Ollama with the smallest props, and with metrics. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../../lib/catalog/images';
import type { OllamaFleetProps } from '../../../lib/constructs/serving/ollama-fleet';
import { draw, fieldOf, titles } from '../support/drawn';
import { gateway, monitoring, tag } from '../support/props';
import { annotated, operator } from '../support/scraping';
import { add, annotation, engine, pod, set, smallest, template, variables } from './fleet';

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a StatefulSet, a Service for clients and one for the set', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount serving/fleet',
      'NetworkPolicy serving/fleet',
      'ConfigMap serving/fleet-lists-#',
      'ConfigMap serving/program-ollama-drain-#',
      'ConfigMap serving/program-ollama-warm-up-#',
      'ConfigMap serving/program-stager-#',
      'Service serving/fleet',
      'Service serving/fleet-pods',
      'PodDisruptionBudget serving/fleet',
      'StatefulSet serving/fleet',
    ]);
    expect(field('Service serving/fleet-pods: spec')).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
    expect(field('Service serving/fleet: spec.clusterIP')).toBeUndefined();
    expect(field(`${set}.serviceName`)).toBe('fleet-pods');
  });

  test('start servers side by side, keep their volumes, and replace one at a time', () => {
    expect([
      field(`${set}.replicas`),
      field(`${set}.podManagementPolicy`),
      field(`${set}.updateStrategy.type`),
    ]).toEqual([1, 'Parallel', 'RollingUpdate']);
    expect(field(`${set}.persistentVolumeClaimRetentionPolicy`)).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(field(`${set}.volumeClaimTemplates`)).toBeUndefined();
  });

  test('spread servers over zones by all of them: each returns to where it was', () => {
    expect(field(`${pod}.topologySpreadConstraints[0]`)).toMatchObject({
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
    });
    expect(field(`${pod}.topologySpreadConstraints[0].matchLabelKeys`)).toBeUndefined();
  });

  test('run Ollama on a store that it may only read, with its home and scratch on volumes', () => {
    expect(field(`${engine}.image`)).toBe(`${images.ollama.repository}:${images.ollama.tag}@${images.ollama.digest}`);
    expect(field(`${engine}.volumeMounts`)).toEqual([
      { name: 'weights', mountPath: '/models', readOnly: true },
      { name: 'home', mountPath: '/home/ollama' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'programs', mountPath: '/etc/corral', readOnly: true },
    ]);
    expect(variables(smallest)).toMatchObject({
      OLLAMA_MODELS: '/models',
      OLLAMA_NOPRUNE: '1',
      OLLAMA_NO_CLOUD: '1',
      OLLAMA_MAX_LOADED_MODELS: '1',
      OLLAMA_KEEP_ALIVE: '-1',
      OLLAMA_KV_CACHE_TYPE: 'f16',
      OLLAMA_LOAD_TIMEOUT: '61s',
    });
  });

  test('stage the models before, warm them up at the start, drain at the end', () => {
    expect(field("ConfigMap serving/fleet-lists-*: data['weights.list']")).toMatch(
      /^manifest [0-9a-f]{64} manifests\/registry\.ollama\.ai\/library\/qwen2\.5\/0\.5b /,
    );
    expect(field(`${engine}.startupProbe`)).toEqual({
      exec: { command: ['/bin/bash', '/etc/corral/ollama-warm-up.sh'] },
      periodSeconds: 5,
      timeoutSeconds: 66,
      failureThreshold: 1,
    });
    expect(field(`${engine}.env`)).toContainEqual({ name: 'WARM_UP_PATIENCE', value: '61' });
    expect(field(`${engine}.readinessProbe.httpGet`)).toEqual({ path: '/', port: 'http' });
    expect(field(`${engine}.livenessProbe.tcpSocket`)).toEqual({ port: 'http' });
    expect(field(`${engine}.lifecycle.preStop.exec.command`)).toEqual(['/bin/bash', '/etc/corral/ollama-drain.sh']);
  });

  test('carry the reasons of their numbers', () => {
    expect(
      [
        'models',
        'because.cpu',
        'because.memory',
        'because.ephemeral-storage',
        'because.load-timeout',
        'because.staging',
        'reload-time',
      ].map((name) => field(annotation(name))),
    ).toEqual([
      tag,
      '4 cores',
      expect.stringMatching(/^1 model at once: [\d ]+ MiB of runners, 256 MiB of the server$/),
      '418 MiB for weights, 352 MiB for temporary files, home and logs',
      '1 min 1 s: 2 × 0.4 GiB over 1.00 GB/s, plus 60 s',
      '5 s: 0.4 GiB × 1 reader over 0.13 GB/s, and hashing at 0.40 GB/s',
      undefined,
    ]);
  });

  test('let no monitoring in where no exporter runs: Ollama has no metrics', () => {
    const access = draw((chart) => add(chart, { ...smallest, access: { gateway, monitoring } }));
    expect(fieldOf(access, 'NetworkPolicy serving/fleet: spec.ingress')).toHaveLength(1);
  });
});

describe('metrics', () => {
  const scraped = (props: Partial<OllamaFleetProps> = {}) =>
    draw((chart) => add(chart, { ...smallest, access: { gateway, monitoring }, scraping: operator, ...props }));

  test('come from an exporter beside each server, which the policy lets scrape', () => {
    const manifests = scraped();
    expect(fieldOf(manifests, `${pod}.containers[1]`)).toMatchObject({
      name: 'exporter',
      image: `${images.nodejs.repository}:${images.nodejs.tag}@${images.nodejs.digest}`,
      command: expect.arrayContaining(['/etc/corral/ollama-exporter.cjs', '9434', 'http://127.0.0.1:11434']),
      ports: [{ name: 'metrics', containerPort: 9434, protocol: 'TCP' }],
      resources: {
        requests: { cpu: '50m', memory: '128Mi' },
        limits: { memory: '128Mi', 'ephemeral-storage': '16Mi' },
      },
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
      volumeMounts: [{ name: 'programs', mountPath: '/etc/corral', readOnly: true }],
    });
    expect(fieldOf(manifests, 'NetworkPolicy serving/fleet: spec.ingress[1].ports')).toEqual([
      { protocol: 'TCP', port: 9434 },
    ]);
  });

  test('by annotations: the port of the exporter', () => {
    expect(fieldOf(scraped({ scraping: annotated }), `${template}.metadata.annotations`)).toMatchObject({
      'prometheus.io/port': '9434',
    });
  });
});
