/** A fleet of Ollama: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { OllamaFleet, type OllamaFleetProps } from '../../lib/constructs/serving/ollama-fleet';
import { ollamaWeights } from '../../lib/constructs/serving/ollama-models';
import { ModelLoader } from '../../lib/constructs/weights/model-loader';
import { gib } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { minutes } from '../../lib/core/duration';
import { addedMounts, addedVariables, addedVolumes, everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import {
  budgets,
  compute,
  from,
  gateway,
  hubKey,
  hubModel,
  monitoring,
  otherModel,
  otherTag,
  programs,
  scheduling,
  settings,
  tag,
  tagModel,
} from './support/props';
import { annotated, endpointOf, operator } from './support/scraping';

const add = (chart: ConstructorParameters<typeof OllamaFleet>[0], props: OllamaFleetProps) =>
  new OllamaFleet(chart, 'fleet', props);

const qwen = { tag, model: tagModel };
const llama = { tag: otherTag, model: otherModel };
const smallest: OllamaFleetProps = {
  namespace: 'serving',
  models: [qwen],
  settings,
  weights: { kind: 'ephemeral', from },
};

const set = 'StatefulSet serving/fleet: spec';
const template = `${set}.template`;
const pod = `${template}.spec`;
const engine = `${pod}.containers[0]`;
const annotation = (name: string) => `StatefulSet serving/fleet: metadata.annotations['corral.dev/${name}']`;
const variables = (props: OllamaFleetProps): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    (
      fieldOf(
        draw((chart) => add(chart, props)),
        `${engine}.env`,
      ) as { name: string; value: string }[]
    ).map(({ name, value }) => [name, value]),
  );

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

const reload = derived(minutes(1), 'the largest again');
const all: Required<OllamaFleetProps> = {
  ...smallest,
  programs,
  models: [qwen, llama],
  hardware: { cpu: 4, diskBandwidth: 1e9 },
  compute,
  budgets,
  replicas: 3,
  rolloutMaxUnavailable: derived(1, 'one'),
  maxUnavailable: derived(1, 'one'),
  loadTimeout: derived(minutes(3), 'the load'),
  reloadTime: reload,
  scheduling,
  access: { gateway },
  readyPods: false,
  scraping: annotated,
  exporterImage: images.nodejs,
  image: images.ollama,
  additions: {},
  stagerImage: images.curl,
};

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

describe('each prop shows', () => {
  everyProp<OllamaFleetProps>(add, all, {
    scraping: {
      to: operator,
      shows: {
        'PodMonitor serving/fleet: spec': {
          selector: { matchLabels: { 'app.kubernetes.io/name': 'ollama', 'app.kubernetes.io/instance': 'fleet' } },
          jobLabel: 'app.kubernetes.io/name',
          podMetricsEndpoints: [endpointOf('metrics', '/metrics')],
        },
      },
    },
    exporterImage: {
      to: images.curl,
      shows: { [`${pod}.containers[1].image`]: `${images.curl.repository}:${images.curl.tag}@${images.curl.digest}` },
    },
    namespace: {
      to: 'other',
      shows: {
        'StatefulSet other/fleet: metadata.namespace': 'other',
        'Service other/fleet-pods: metadata.namespace': 'other',
      },
    },
    models: {
      to: [llama],
      shows: {
        [annotation('models')]: otherTag,
        "ConfigMap serving/fleet-lists-*: data['ollama-declared.list']": `${otherTag}\n`,
      },
    },
    settings: {
      to: { ...settings, maxLoadedModels: 1 },
      shows: {
        [`${engine}.env`]: expect.arrayContaining([{ name: 'OLLAMA_MAX_LOADED_MODELS', value: '1' }]),
        "ConfigMap serving/fleet-lists-*: data['ollama-warm.list']": `${tag}\n`,
      },
    },
    compute: {
      to: { ...compute, memory: derived(gib(9), 'nine') },
      shows: { [`${engine}.resources.requests.memory`]: '9Gi', [annotation('because.memory')]: 'nine' },
    },
    hardware: 'elsewhere',
    programs: 'elsewhere',
    budgets: {
      to: { ...budgets, startup: derived(minutes(2), 'slower') },
      shows: { [`${engine}.startupProbe.timeoutSeconds`]: 125, [annotation('because.startup')]: '2 min: slower' },
    },
    weights: {
      to: { kind: 'claim', size: gib(100), storageClass: 'nvme', from },
      shows: {
        [`${set}.volumeClaimTemplates[0].spec`]: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'nvme',
          resources: { requests: { storage: '100Gi' } },
        },
      },
    },
    replicas: { to: 4, shows: { [`${set}.replicas`]: 4 } },
    rolloutMaxUnavailable: {
      to: derived(2, 'two'),
      shows: { [`${set}.updateStrategy.rollingUpdate.maxUnavailable`]: 2, [annotation('because.rollout')]: 'two' },
    },
    maxUnavailable: { to: derived(2, 'two'), shows: { 'PodDisruptionBudget serving/fleet: spec.maxUnavailable': 2 } },
    loadTimeout: {
      to: derived(minutes(4), 'longer'),
      shows: {
        [`${engine}.env`]: expect.arrayContaining([{ name: 'OLLAMA_LOAD_TIMEOUT', value: '240s' }]),
        [annotation('because.load-timeout')]: '4 min: longer',
      },
    },
    reloadTime: { to: derived(minutes(2), 'again'), shows: { [annotation('reload-time')]: '2 min: again' } },
    scheduling: { to: { ...scheduling, runtimeClassName: 'other' }, shows: { [`${pod}.runtimeClassName`]: 'other' } },
    readyPods: { to: true, shows: { 'Service serving/fleet-ready: spec.clusterIP': 'None' } },
    access: {
      to: { gateway: monitoring },
      shows: { 'NetworkPolicy serving/fleet: spec.ingress[0].from[0].podSelector.matchLabels': { app: 'prometheus' } },
    },
    additions: {
      to: everyAddition,
      shows: {
        [`${template}.metadata.labels['team']`]: 'llm',
        [`${template}.metadata.annotations['team.example/owner']`]: 'team',
        [`${template}.metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict']`]: 'false',
        [`${template}.metadata.annotations['karpenter.sh/do-not-disrupt']`]: 'true',
        [`${pod}.imagePullSecrets`]: [{ name: 'pull' }],
        [`${pod}.volumes`]: expect.arrayContaining(addedVolumes),
        [`${engine}.volumeMounts`]: expect.arrayContaining(addedMounts),
        [`${engine}.env`]: expect.arrayContaining(addedVariables),
      },
    },
    stagerImage: {
      to: { ...images.curl, repository: 'mirror.example/curl' },
      shows: { [`${pod}.initContainers[0].image`]: expect.stringContaining('mirror.example/curl:') },
    },
    image: {
      to: { ...images.ollama, tag: '0.35.0' },
      shows: { [`${engine}.image`]: expect.stringContaining(':0.35.0@') },
    },
  });

  test('without a budget there is none, and its reason shows', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, maxUnavailable: derived('all', 'gives way') }));
    expect(manifests.some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(false);
    expect(fieldOf(manifests, annotation('because.no-disruption-budget'))).toBe('gives way');
  });

  test('hardware shows where compute and budgets are not given', () => {
    const manifests = draw((chart) =>
      add(chart, {
        ...smallest,
        replicas: 3,
        hardware: {
          gpus: { resource: 'nvidia.com/gpu', count: 1, memory: [{ gigabytesPerSecond: 300, kind: 'GDDR' }] },
          cpu: 2,
          diskBandwidth: 1e8,
        },
      }),
    );
    expect(fieldOf(manifests, `${engine}.resources.requests`)).toMatchObject({ cpu: '2', 'nvidia.com/gpu': '1' });
    expect(fieldOf(manifests, `${engine}.resources.limits.cpu`)).toBeUndefined();
    expect(fieldOf(manifests, annotation('because.startup'))).toContain('over 0.10 GB/s');
    expect(fieldOf(manifests, annotation('because.staging'))).toContain('3 readers');
    expect(fieldOf(manifests, `${pod}.tolerations`)).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  test('an image of weights is read in its folder', () => {
    expect(
      variables({ ...smallest, weights: { kind: 'image', reference: 'x:1@sha256:0', path: 'store' } }),
    ).toMatchObject({ OLLAMA_MODELS: '/models/store' });
  });
});

describe('models by ordinal', () => {
  const manifests = draw((chart) => add(chart, { ...smallest, models: [[qwen], [llama]] }));

  test('give each server a Service of its own, and as many servers as lists', () => {
    expect(fieldOf(manifests, `${set}.replicas`)).toBe(2);
    expect(fieldOf(manifests, 'Service serving/fleet-1: spec.selector')).toMatchObject({
      'statefulset.kubernetes.io/pod-name': 'fleet-1',
    });
    expect(fieldOf(manifests, annotation('models'))).toBe(`${tag} | ${otherTag}`);
  });

  test('give each server lists of its own, which it finds by its place in the set', () => {
    expect(fieldOf(manifests, "ConfigMap serving/fleet-lists-*: data['ollama-declared.list-1']")).toBe(`${otherTag}\n`);
    const env = fieldOf(manifests, `${engine}.env`) as { name: string; value?: string }[];
    expect(env[0]).toEqual({
      name: 'POD_INDEX',
      valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
    });
    expect(env.find(({ name }) => name === 'DECLARED_MODELS')?.value).toBe(
      '/etc/corral/ollama-declared.list-$(POD_INDEX)',
    );
  });
});

describe('refused', () => {
  test('a fleet without models', () => {
    expect(refusal((chart) => add(chart, { ...smallest, models: [] }))).toBe(
      'fleet.models: the list of models is empty.\n  fix: name at least one model\n  [FleetWithoutModels]',
    );
    expect(refusal((chart) => add(chart, { ...smallest, models: [[qwen], []] }))).toBe(
      'fleet.models[1]: the list of models is empty.\n  fix: name at least one model\n  [FleetWithoutModels]',
    );
  });

  test('lists that are not one for each server', () => {
    expect(refusal((chart) => add(chart, { ...smallest, models: [[qwen], [llama]], replicas: 3 }))).toBe(
      'fleet.replicas: 3 replicas, but 2 lists of models: each server needs its own list.\n  fix: replicas 2\n  [OrdinalsDiffer]',
    );
  });

  test('more models than may be loaded, unless the time of a swap is stated', () => {
    const props: OllamaFleetProps = {
      ...smallest,
      models: [qwen, llama],
      settings: { ...settings, maxLoadedModels: 1 },
    };
    expect(refusal((chart) => add(chart, props))).toBe(
      'fleet.models: 2 models, but a server keeps only 1 loaded.\n  fix: settings.maxLoadedModels 2 · set reloadTime, so that models may be swapped\n  [TooManyModels]',
    );
    expect(titles(draw((chart) => add(chart, { ...props, reloadTime: reload })))).toContain(
      'StatefulSet serving/fleet',
    );
  });

  test('a model that Ollama cannot read, a name that it does not take, and a parameter that changes memory', () => {
    const refused = (model: object) =>
      refusal((chart) => add(chart, { ...smallest, models: [{ tag: 'smol', model: hubModel, ...model }] }));
    expect(refused({ model: { ...hubModel, engines: ['llama-server'] } })).toBe(
      "fleet.models[0]: 'smol' is for llama-server only, as its catalogue entry states.\n  fix: serve it with a llama-server of its own, under models\n  [EngineCannotRead]",
    );
    expect(refused({ tag: 'smol lm', parameters: { num_ctx: 1 } }).match(/\[\w+\]$/gm)).toEqual([
      '[BadName]',
      '[ParameterNotOffered]',
    ]);
  });
});

describe('names of its own', () => {
  const models = [
    qwen,
    { tag: 'qwen', model: tagModel },
    { tag: 'smol', key: hubKey, model: hubModel, system: 'You help.', template: '{{ .Prompt }}' },
  ] as const;
  const manifests = draw((chart) => {
    add(chart, { ...smallest, models });
    new ModelLoader(chart, 'load', { namespace: 'store', claimName: 'models', weights: ollamaWeights(models) });
  });

  test('are listed and asked for; each model is loaded once', () => {
    const list = (name: string) => fieldOf(manifests, `ConfigMap serving/fleet-lists-*: data['${name}']`);
    expect([list('ollama-declared.list'), list('ollama-warm.list'), list('ollama-made.list')]).toEqual([
      `${tag}\nqwen:latest\nsmol:latest\n`,
      `${tag}\nsmol:latest\n`,
      'smol:latest\n',
    ]);
    expect(fieldOf(manifests, `${engine}.env`)).toContainEqual({ name: 'OLLAMA_GO_TEMPLATE', value: '1' });
    expect(fieldOf(manifests, annotation('models'))).toBe(`${tag} qwen:latest smol:latest`);
  });

  test('are brought by a loader, whose lists hold the texts of what is made', () => {
    const data = fieldOf(manifests, 'ConfigMap store/load-lists-*: data') as Readonly<Record<string, string>>;
    const [text, manifest] = (data['made.list'] ?? '').split('\n').slice(-3, -1);
    expect(manifest).toMatch(
      /^manifest [0-9a-f]{64} made-[0-9a-f]{16} manifests\/registry.ollama.ai\/library\/smol\/latest$/,
    );
    expect(data[text?.split(' ')[2] ?? '']).toBe('You help.');
    expect(data['weights.list']?.split('\n').map((line) => line.split(' ').find((word) => word.includes('/')))).toEqual(
      [
        'manifests/registry.ollama.ai/library/qwen2.5/0.5b',
        'manifests/registry.ollama.ai/library/qwen/latest',
        `gguf/${hubKey}/${hubModel.files[0]?.path}`,
        undefined,
      ],
    );
  });
});

test('wrong props do not compile', () => {
  // @ts-expect-error a model has a tag
  const model: OllamaFleetProps['models'] = [{ model: tagModel }];
  // @ts-expect-error Ollama has no such cache
  const cache: OllamaFleetProps['settings'] = { ...settings, cacheType: 'q5_1' };
  // @ts-expect-error a fleet is not scaled: its servers keep their volumes
  const replicas: OllamaFleetProps['replicas'] = { min: 1, max: 2 };
  expect([model, cache, replicas]).toHaveLength(3);
});
