/** The program against a recorded engine: each object once, in waves, guarded, with the plan's times. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { resourceName, typeToken } from '../../deploy/pulumi/kubernetes-object';
import { dev } from '../../overlays/dev';
import { production } from '../../overlays/production';
import { requested, type Requested } from './support/engine';
import { llamaServersOf } from '../plan/fixtures/servers';

const providerType = 'pulumi:providers:kubernetes';
const stacks = [dev, { ...production, delivery: 'pulumi' }] as const satisfies readonly EnvironmentInput[];

describe.each(stacks)('$name', (environment) => {
  const { charts, plan } = synthesise(environment);
  const manifests = charts.flatMap((chart) => chart.manifests);
  let resources: readonly Requested[];
  let provider: readonly Requested[];

  const of = (manifest: Manifest): Requested => {
    const found = resources.find(({ urn }) => urn.endsWith(`::${typeToken(manifest)}::${resourceName(manifest)}`));
    if (found === undefined) throw new Error(`no resource for ${typeToken(manifest)} ${resourceName(manifest)}`);
    return found;
  };

  beforeAll(async () => {
    const all = await requested(environment);
    resources = all.filter(({ type }) => type !== providerType);
    provider = all.filter(({ type }) => type === providerType);
  });

  test('every manifest is one resource with a name of its own, and nothing else is', () => {
    expect(resources).toHaveLength(manifests.length);
    expect(new Set(resources.map(({ urn }) => urn)).size).toBe(manifests.length);
    expect(new Set(manifests.map(of)).size).toBe(manifests.length);
  });

  test('is sent as it was synthesised, annotations for the provider aside', () => {
    for (const manifest of manifests) {
      const { id: _, ...inputs } = of(manifest).inputs as Manifest & { readonly id?: string };
      const annotations = Object.fromEntries(
        Object.entries(inputs.metadata.annotations ?? {}).filter(([key]) => !key.startsWith('pulumi.com/')),
      );
      expect({ ...inputs, metadata: { ...inputs.metadata, annotations } }).toEqual(
        JSON.parse(
          JSON.stringify({
            ...manifest,
            metadata: { ...manifest.metadata, annotations: manifest.metadata.annotations ?? {} },
          }),
        ),
      );
    }
  });

  test('a wave waits for every object of the one before', () => {
    const waves = [...new Set(charts.map(({ wave }) => wave))].sort((a, b) => a - b);
    for (const chart of charts) {
      const previous = charts
        .filter(({ wave }) => wave === waves[waves.indexOf(chart.wave) - 1])
        .flatMap((each) => each.manifests);
      for (const manifest of chart.manifests)
        expect(of(manifest).dependencies).toEqual(expect.arrayContaining(previous.map((each) => of(each).urn)));
    }
  });

  test('pods come after the rest of their chart, and objects after their namespace', () => {
    const runningPods = new Set(['Deployment', 'StatefulSet', 'Job', 'CronJob']);
    for (const { manifests: chart } of charts) {
      const rest = chart.filter(({ kind }) => !runningPods.has(kind));
      for (const manifest of chart.filter(({ kind }) => runningPods.has(kind)))
        expect(of(manifest).dependencies).toEqual(expect.arrayContaining(rest.map((each) => of(each).urn)));
      for (const manifest of rest) {
        const namespace = rest.find(
          ({ kind, metadata }) => kind === 'Namespace' && metadata.name === manifest.metadata.namespace,
        );
        if (namespace !== undefined) expect(of(manifest).dependencies).toContain(of(namespace).urn);
      }
    }
  });

  test('a model waits for the loaders of its weights: Pulumi waits for few objects at a time', () => {
    for (const { workload } of plan.servers) {
      const server = manifests.find(
        ({ kind, metadata }) => (kind === 'Deployment' || kind === 'StatefulSet') && metadata.name === workload.name,
      ) as Manifest;
      const names = plan.loaders
        .filter(({ neededBy }) => neededBy.includes(workload.name))
        .map(({ name }) => `load-${name}`);
      expect(names.length).toBeGreaterThan(0);
      const jobs = charts
        .filter(({ name }) => names.includes(name))
        .flatMap((chart) => chart.manifests)
        .filter(({ kind }) => kind === 'Job');
      expect(
        of(server)
          .dependencies.filter((urn) => urn.includes(':Job::'))
          .sort(),
      ).toEqual(jobs.map((job) => of(job).urn).sort());
    }
  });

  test('what holds data or other objects is protected, and nothing else', () => {
    const guarded = resources.filter(({ protect }) => protect);
    expect(resources.filter(({ retainOnDelete }) => retainOnDelete)).toEqual(guarded);
    const kinds = ['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'StorageClass'];
    expect(
      guarded
        .map(({ inputs }) => inputs)
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
    ).toEqual(
      manifests
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
    );
  });

  test('is given the time that the plan gives it', () => {
    for (const server of llamaServersOf(plan)) {
      const deployment = manifests.find(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.name === server.workload.name,
      ) as Manifest;
      const arrival = Math.max(
        ...plan.loaders
          .filter(({ neededBy }) => neededBy.includes(server.workload.name))
          .map(({ deadline }) => deadline.value),
        0,
      );
      const { create = '', update = '' } = of(deployment).timeouts;
      expect(create).toBe(`${Math.ceil(arrival + server.budgets.progressDeadline.value)}s`);
      expect(of(deployment).timeouts.delete).toBe(`${Math.ceil(300 + server.budgets.grace.value)}s`);
      expect(Number.parseInt(update, 10)).toBeGreaterThanOrEqual(Number.parseInt(create, 10));
    }
    for (const job of manifests.filter(({ kind }) => kind === 'Job')) {
      expect(of(job).timeouts.create).toBe(`${(job.spec as { activeDeadlineSeconds: number }).activeDeadlineSeconds}s`);
    }
  });

  test('nothing waits for what cannot be ready by itself', () => {
    const skipped = resources.filter(({ inputs }) => inputs.metadata.annotations?.['pulumi.com/skipAwait'] === 'true');
    expect(new Set(skipped.map(({ inputs }) => inputs.kind))).toEqual(new Set(['Service']));
    expect(skipped).toHaveLength(manifests.filter(({ kind }) => kind === 'Service').length);
  });

  test('quotas and claims are waited for by watching them, a Job that failed is made again', () => {
    const annotated = (key: string) =>
      resources
        .filter(({ inputs }) => inputs.metadata.annotations?.[key] !== undefined)
        .map(({ inputs }) => inputs.kind);
    const count = (...kinds: readonly string[]) =>
      manifests.filter(({ kind }) => kinds.includes(kind)).map(({ kind }) => kind);
    expect(annotated('pulumi.com/waitFor')).toEqual(count('ResourceQuota', 'PersistentVolumeClaim'));
    expect(annotated('pulumi.com/replaceUnready')).toEqual(count('Job'));
  });

  test('everything is written as one field manager, and by force', () => {
    for (const { inputs } of resources) {
      expect(inputs.metadata.annotations).toMatchObject({
        'pulumi.com/patchFieldManager': 'pulumi',
        'pulumi.com/patchForce': 'true',
      });
    }
  });

  test('replicas belong to the autoscaler where there is one', () => {
    const scaled = manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ metadata }) => metadata.name);
    const left = resources.filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    expect(
      left.map(({ inputs, ignoreChanges }) => `${inputs.kind} ${inputs.metadata.name} ${ignoreChanges.join()}`).sort(),
    ).toEqual(scaled.map((name) => `Deployment ${name} spec.replicas`).sort());
  });

  test('the provider knows the cluster by its name in the environment', () => {
    expect(provider.map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        clusterIdentifier: environment.cluster.id,
        context: 'office',
        enableConfigMapMutable: 'true',
      }),
    ]);
  });
});
