/** What users add: which level wins, which pods and objects get it, and which pools a node selector leaves. */
import { describe, expect, test } from '@jest/globals';
import {
  defaultEngines,
  FaultError,
  formatFault,
  parseEnvironment,
  synthesise,
  type AnyEnvironmentInput,
  type Manifest,
} from '../../lib';
import { reservedVariable } from '../../lib/engines/variables';
import { workloadPod } from '../../lib/kubernetes/read';
import { environments } from '../../overlays';
import { explain, findWorkloads } from '../../scripts/plan/explain';
import { adapted, chat, cpu, gpu } from '../plan/fixtures/adapted';
import { asksForMany } from '../generators/runs';
import { reportOf } from '../invalid/read';

/** The environments of the repository that are tried; all of them where many are asked for. */
const some = environments.filter(({ name }) => asksForMany || name === 'dev' || name === 'production');

const manifestsOf = (change: Partial<AnyEnvironmentInput>): readonly Manifest[] =>
  synthesise({ ...adapted, ...change }).charts.flatMap((chart) => chart.manifests);

const podsOf = (change: Partial<AnyEnvironmentInput>) =>
  manifestsOf(change).flatMap((manifest) => {
    const pod = workloadPod(manifest);
    return pod === undefined ? [] : [{ kind: manifest.kind, name: manifest.metadata.name, ...pod }];
  });

const chatPod = (change: Partial<AnyEnvironmentInput>) => podsOf(change).find(({ name }) => name === 'chat');

describe('a workload wins over its pools, and a pool over the environment', () => {
  const environment = { labels: { level: 'environment', only: 'environment' } };
  const pool = { ...gpu, pods: { labels: { level: 'pool' } } };
  const workload = { ...chat, pods: { labels: { level: 'workload' } } };
  test.each([
    ['environment', { pods: environment }],
    ['pool', { pods: environment, nodePools: { gpu: pool, cpu } }],
    ['workload', { pods: environment, nodePools: { gpu: pool, cpu }, models: { chat: workload } }],
  ])('%s', (level, change) => {
    expect(chatPod(change)?.labels).toMatchObject({ level, only: 'environment' });
  });
});

test('labels, annotations and pull secrets of the environment reach every pod, variables and volumes only engines', () => {
  const pods = podsOf({
    pods: {
      env: { TZ: 'UTC' },
      volumes: { '/mnt/a': { configMap: 'a' } },
      labels: { team: 'ml' },
      annotations: { owner: 'ml' },
      imagePullSecrets: ['pull'],
    },
  });
  expect(new Set(pods.map(({ kind }) => kind))).toEqual(new Set(['Deployment', 'Job', 'CronJob']));
  for (const { name, labels, annotations, spec, containers } of pods) {
    expect({ name, team: labels['team'], owner: annotations?.['owner'], pull: spec.imagePullSecrets }).toEqual({
      name,
      team: 'ml',
      owner: 'ml',
      pull: [{ name: 'pull' }],
    });
    const withVariable = containers.filter(({ container }) => container.env?.some((each) => each.name === 'TZ'));
    const withVolume = containers.filter(({ container }) =>
      container.volumeMounts?.some(({ mountPath }) => mountPath === '/mnt/a'),
    );
    const engines = name === 'chat' ? ['llama-server'] : [];
    expect(withVariable.map(({ container }) => container.name)).toEqual(engines);
    expect(withVolume.map(({ container }) => container.name)).toEqual(engines);
  }
});

test('labels of objects reach every object and no pod', () => {
  const manifests = manifestsOf({ objects: { labels: { team: 'ml' }, annotations: { owner: 'ml' } } });
  for (const { kind, metadata } of manifests)
    expect({ kind, ...metadata }).toMatchObject({ labels: { team: 'ml' }, annotations: { owner: 'ml' } });
  for (const { name, labels } of podsOf({ objects: { labels: { team: 'ml' } } }))
    expect([name, labels['team']]).toEqual([name, undefined]);
});

test('what Corral writes stays', () => {
  const before = chatPod({});
  const after = chatPod({ pods: { labels: { team: 'ml' }, annotations: { owner: 'ml' } } });
  expect(after?.labels).toEqual({ team: 'ml', ...before?.labels });
  expect(after?.annotations).toEqual({ owner: 'ml', ...before?.annotations });
});

describe('a node selector', () => {
  const zoned = {
    gpu: { ...gpu, labels: { pool: 'gpu', zone: 'a' } },
    second: { ...gpu, labels: { pool: 'second', zone: 'b' } },
    cpu: { ...cpu, labels: { pool: 'cpu', zone: 'b' } },
  };
  const on = (pods: AnyEnvironmentInput['pods'], pools: readonly [string, ...string[]] = ['gpu', 'second']) =>
    ({ nodePools: zoned, models: { chat: { ...chat, pools, pods } } }) as Partial<AnyEnvironmentInput>;
  const terms = (change: Partial<AnyEnvironmentInput>) =>
    chatPod(change)?.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
      .length;

  test('leaves out the pools whose nodes have another value', () => {
    expect(terms(on(undefined))).toBe(2);
    expect(terms(on({ nodeSelector: { zone: 'b' } }))).toBe(1);
    expect(chatPod(on({ nodeSelector: { zone: 'b', 'kubernetes.io/os': 'linux' } }))?.spec.nodeSelector).toEqual({
      zone: 'b',
      'kubernetes.io/os': 'linux',
    });
  });

  const refused = (change: Partial<AnyEnvironmentInput>): string => {
    try {
      synthesise({ ...adapted, nodePools: zoned, ...change });
      return '';
    } catch (error) {
      if (error instanceof FaultError) return error.faults.map(formatFault).join('\n');
      throw error;
    }
  };

  test('is counted: what fits two pools does not fit the one that is left', () => {
    const six = (pods: AnyEnvironmentInput['pods']): Partial<AnyEnvironmentInput> => ({
      models: { chat: { ...chat, pools: ['gpu', 'second'], replicas: 6, pods } },
    });
    expect(refused(six(undefined))).toBe('');
    expect(refused(six({ nodeSelector: { zone: 'a' } }))).toMatch(
      /^adapted\.nodePools\.gpu: the pods on gpu \(2 nodes\) request 6 nvidia\.com\/gpu, but the nodes offer only 4 nvidia\.com\/gpu: chat 6 × 1 nvidia\.com\/gpu\.\n {2}fits with: .*\n {2}\[NeverFits\]$/,
    );
  });

  test('is kept by remedies: a pool with other nodes is not proposed', () => {
    const small = { ...zoned.gpu, hardware: { ...gpu.hardware, cpu: 8 } };
    const wide = (pods: AnyEnvironmentInput['pods']) =>
      refused({
        nodePools: { ...zoned, gpu: small },
        models: { chat: { ...chat, pools: ['gpu'], cpu: 16, pods } },
      });
    expect(wide(undefined)).toContain('fits with: pools second');
    const kept = wide({ nodeSelector: { zone: 'a' } });
    expect(kept).toContain('[PodLargerThanNode]');
    expect(kept).not.toContain('fits with: pools second');
  });

  test('of the environment moves the pods beside the engines as well', () => {
    const pods = podsOf({
      nodePools: zoned,
      models: { chat: { ...chat, pools: ['gpu', 'second'] } },
      pods: { nodeSelector: { zone: 'a' } },
    });
    for (const { name, spec } of pods)
      expect([name, spec.nodeSelector]).toEqual([name, { zone: 'a', 'kubernetes.io/os': 'linux' }]);
    const { environment } = parseEnvironment({ ...adapted, nodePools: zoned, pods: { nodeSelector: { zone: 'a' } } });
    expect(environment?.supportPools).toEqual(['gpu']);
  });

  test('of the environment is reported once, where it stands', () => {
    const { faults } = parseEnvironment({
      ...adapted,
      models: { chat, other: chat },
      pods: { nodeSelector: { zone: 'a' } },
    });
    expect(reportOf(faults)).toBe(
      ['cpu', 'gpu']
        .map((pool) =>
          [
            `adapted.pods.nodeSelector.zone: how many nodes of pool '${pool}' have zone=a is not stated.`,
            `  fix: nodePools.${pool}.labels with zone, and as many nodes as have it · a pool of its own for these nodes`,
            '  [NodesNotCounted]',
          ].join('\n'),
        )
        .join('\n'),
    );
  });
});

describe('an environment takes every addition', () => {
  const pods = {
    env: { TZ: 'UTC', TOKEN: { secret: 'tokens', key: 'a' }, NAME: { configMap: 'names', key: 'a' } },
    volumes: { '/mnt/a': { claim: 'a' }, '/mnt/b': { configMap: 'b' }, '/mnt/c': { secret: 'c' } },
    labels: { team: 'ml' },
    annotations: { owner: 'ml' },
    imagePullSecrets: ['pull'],
    nodeRemoval: 'prevented',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'team', effect: 'NoSchedule' }],
  } as const;
  const objects = { labels: { team: 'ml' }, annotations: { owner: 'ml' } };
  const imageMirrors = { 'ghcr.io': 'mirror.example/ghcr', 'docker.io': 'mirror.example/hub' };

  test.each(some.map((environment) => [environment.name, environment] as const))(
    '%s: every rule holds, and the placement is the same',
    (_, environment) => {
      const before = synthesise(environment);
      const after = synthesise({ ...environment, pods, objects, imageMirrors });
      expect(after.plan.placement).toEqual(before.plan.placement);
      expect(after.plan.quota).toEqual(before.plan.quota);
      const titlesOf = ({ charts }: typeof before) =>
        charts.flatMap(({ manifests }) => manifests.map(({ kind, metadata }) => [kind, metadata.namespace].join(' ')));
      expect(titlesOf(after)).toEqual(titlesOf(before));
    },
  );
});

test('tolerations come after those of the pools, each once, with their time', () => {
  const taint = { key: 'team', value: 'ml', effect: 'NoSchedule' } as const;
  const pod = chatPod({
    nodePools: { gpu: { ...gpu, taints: [taint] }, cpu },
    pods: {
      tolerations: [taint, { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', seconds: 60 as never }],
    },
  });
  expect(pod?.spec.tolerations).toEqual([
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'team', operator: 'Equal', value: 'ml', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
  ]);
});

test('a variable that Corral sets on an engine cannot be set', () => {
  const engines = [...defaultEngines.values()];
  const set = some.flatMap((environment) =>
    synthesise(environment).charts.flatMap(({ manifests }) =>
      manifests.flatMap((manifest) =>
        (workloadPod(manifest)?.containers ?? []).flatMap(({ container, role }) => {
          const engine = role === 'main' ? engines.find(({ name }) => name === container.name) : undefined;
          return engine === undefined ? [] : (container.env ?? []).map(({ name }) => ({ engine, name }));
        }),
      ),
    ),
  );
  expect(set.length).toBeGreaterThan(20);
  expect(set.filter(({ engine, name }) => reservedVariable(engine, name) === undefined)).toEqual([]);
});

test('a mirror is read for every image of every pod', () => {
  const imageMirrors = { 'ghcr.io': 'mirror.example/ghcr', 'docker.io': 'mirror.example/hub' };
  const images = podsOf({ imageMirrors }).flatMap(({ containers }) =>
    containers.map(({ container }) => container.image),
  );
  expect(images.length).toBeGreaterThan(3);
  for (const image of images) expect(image).toMatch(/^mirror\.example\/(ghcr|hub)\/.+:.+@sha256:[0-9a-f]{64}$/);
});

test('the plan prints what decides where pods run and how long nodes stay', () => {
  const labels = { 'example.org/pool': 'gpu' };
  const { plan } = synthesise({
    ...adapted,
    models: { chat: { ...chat, pods: { nodeSelector: labels, nodeRemoval: 'prevented' } } },
  });
  const [explained] = findWorkloads([plan], 'chat');
  expect(explained && explain(explained).split('\n')).toEqual(
    expect.arrayContaining([
      'nodes: only those with example.org/pool=gpu',
      'nodes are not removed while a pod runs on them (pods.nodeRemoval)',
    ]),
  );
});
