/** A claim of others as the store, read in place or staged, from the overlay to the objects; judged as every other. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import { gib, mib } from '../../lib/core/bytes';
import { weakened } from '../../lib/internal';
import { title } from '../../lib/kubernetes/read';
import { hubKey, hubModel, tag, tagModel } from '../constructs/support/props';
import { fieldOf } from '../constructs/support/drawn';
import { rack } from './support';

const commit = 'c'.repeat(40);
const reason = 'the filer is as available as the cluster';
const claim = { kind: 'existing', claimName: 'of-others', capacity: gib(100), bandwidth: mib(500) } as const;

const on = (weights: object, change: object = {}) => {
  const input = {
    ...rack,
    prerequisites: [{ kind: 'StorageClass', name: 'shared', providedBy: 'test' }],
    cluster: { ...rack.cluster, weights: { ...claim, ...weights } },
    catalog: {
      models: {
        [hubKey]: { ...hubModel, origin: { from: 'huggingface', repo: 'example/smol', revision: commit } },
        [tag]: tagModel,
      },
    },
    ollama: {},
    ...change,
  } as unknown as EnvironmentInput;
  const { charts, plan } = synthesise(input);
  const manifests = charts.flatMap((chart) => chart.manifests);
  return { plan, charts, titles: manifests.map(title), field: (place: string) => fieldOf(manifests, place) };
};
const deployment = 'Deployment llm-serving/smol: spec.template.spec';
const path = hubModel.files[0]?.path ?? '';
const sha256 = hubModel.files[0]?.sha256 ?? '';
const verifier = (namespace: string) => `Job ${namespace}/verify-smollm2-1-7b-instruct-q4-k-m-*: spec.template.spec`;
const files = (namespace: string) =>
  `ConfigMap ${namespace}/verify-smollm2-1-7b-instruct-q4-k-m-lists-*: data['files.list']`;

describe('read in place', () => {
  const inPlace = { layout: 'paths', folder: 'models', read: 'in-place', proofsClass: 'shared', reason };

  test('the engine mounts the claim read-only as a whole, and waits until its file is verified', () => {
    const { field, titles, plan, charts } = on(inPlace);
    expect(field(`${deployment}.volumes[0]`)).toEqual({
      name: 'weights',
      persistentVolumeClaim: { claimName: 'of-others', readOnly: true },
    });
    expect(field(`${deployment}.volumes[1]`)).toEqual({
      name: 'proofs',
      persistentVolumeClaim: { claimName: 'model-store' },
    });
    expect(field(`${deployment}.initContainers[0].command`)).toEqual(['/bin/sh', '/etc/corral/proof-wait.sh']);
    expect(field(`${deployment}.initContainers[0].volumeMounts`)).toEqual(
      expect.arrayContaining([
        { name: 'weights', mountPath: '/models', readOnly: true },
        { name: 'proofs', mountPath: '/proofs', readOnly: true },
      ]),
    );
    expect(field(`${deployment}.containers[0].args`)).toEqual(
      expect.arrayContaining(['--model', `/models/models/${path}`]),
    );
    // Our own claim is for proofs alone, and is shared as the claim of others is.
    expect(field('PersistentVolumeClaim llm-serving/model-store: spec')).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'shared',
      resources: { requests: { storage: '1Gi' } },
    });
    expect(titles.filter((each) => /CronJob|weights-server|model-store\//.test(each))).toEqual([]);
    expect(plan.support.map(({ name, title: text }) => [name, text])).toEqual([['loaders', 'the verifiers']]);
    expect(charts.map(({ name }) => name)).toContain('verify-smollm2-1-7b-instruct-q4-k-m');
  });

  test('states what it gives up, and nothing where the claim is of one node', () => {
    expect(weakened(on(inPlace).plan.environment)).toEqual([
      {
        promise: 'pods of engines start and end while the store cannot be reached',
        holds: `they mount claim 'of-others' and need it: ${reason}`,
      },
    ]);
    expect(weakened(on({ layout: 'paths', read: 'staged' }).plan.environment)).toEqual([]);
  });

  test('the verifier reads the claim, notes what it verified, and connects to nothing', () => {
    const { field } = on(inPlace);
    expect(field(`${verifier('llm-serving')}.volumes`)).toEqual(
      expect.arrayContaining([
        { name: 'proofs', persistentVolumeClaim: { claimName: 'model-store' } },
        { name: 'source', persistentVolumeClaim: { claimName: 'of-others', readOnly: true } },
      ]),
    );
    expect(field(files('llm-serving'))).toBe(`${sha256} - models/${path}\n`);
    expect(field('NetworkPolicy llm-serving/verify-smollm2-1-7b-instruct-q4-k-m: spec.egress')).toBeUndefined();
  });

  test('counts for the quota of its namespace, with the claim for proofs', () => {
    expect(on(inPlace).field("ResourceQuota llm-serving/quota: spec.hard['requests.storage']")).toBe('101Gi');
  });

  test('of the cache of a hub, at the commit of the lock', () => {
    const { field } = on({ ...inPlace, layout: 'hub-cache', folder: undefined });
    expect(field(`${deployment}.containers[0].args`)).toEqual(
      expect.arrayContaining(['--model', `/models/models--example--smol/snapshots/${commit}/${path}`]),
    );
  });

  test('of the folder of an Ollama, by a fleet', () => {
    const { field } = on(
      { ...inPlace, layout: 'ollama-models', folder: 'ollama' },
      { models: {}, ollama: { fleet: { ...rack.ollama.fleet, local: { kind: 'direct' }, volumeSize: undefined } } },
    );
    const pod = 'StatefulSet llm-serving/fleet: spec.template.spec';
    expect(field(`${pod}.containers[0].env`)).toEqual(
      expect.arrayContaining([{ name: 'OLLAMA_MODELS', value: '/models/ollama' }]),
    );
    expect(field("ConfigMap llm-serving/fleet-lists-*: data['proofs.list']")).toContain(
      ' ollama/manifests/registry.ollama.ai/library/qwen2.5/0.5b\n',
    );
  });

  test('shares the bandwidth of the claim among all that read it', () => {
    const startup = (replicas: number) =>
      on(inPlace, { models: { smol: { ...rack.models.smol, replicas } } }).plan.servers[0]?.budgets.startup.value ?? 0;
    expect(startup(4)).toBeGreaterThan(startup(1));
  });

  test('on one node needs no more than a claim of this node', () => {
    const { field } = on(
      { ...inPlace, accessMode: 'ReadWriteOnce', reason: undefined },
      { nodePools: { gpu: { ...rack.nodePools.gpu, nodes: ['gpu-1'] } } },
    );
    expect(field('PersistentVolumeClaim llm-serving/model-store: spec.accessModes')).toEqual(['ReadWriteOnce']);
  });
});

describe('staged', () => {
  const staged = { layout: 'paths', folder: 'models', read: 'staged' };

  test('the weights server serves the files of the catalogue from it, and pods stage them', () => {
    const { field, titles } = on(staged);
    const server = 'Deployment model-store/weights-server: spec.template.spec';
    expect(field(`${server}.volumes[0]`)).toEqual({
      name: 'store',
      persistentVolumeClaim: { claimName: 'of-others', readOnly: true },
    });
    expect(field(`${deployment}.initContainers[0].command`)).toEqual(['/bin/sh', '/etc/corral/stager.sh']);
    expect(field("ConfigMap model-store/program-nginx-*: data['nginx.conf']")).toContain(
      `location = /blobs/sha256-${sha256} {`,
    );
    expect(field("ConfigMap model-store/program-nginx-*: data['nginx.conf']")).toContain(
      `alias /store/models/${path};`,
    );
    expect(field(files('model-store'))).toBe(`${sha256} - models/${path}\n`);
    expect(titles.filter((each) => /^(PersistentVolumeClaim|CronJob|StorageClass) /.test(each))).toEqual([]);
  });

  test('from the cache of a hub by blobs, since the weights server follows no links', () => {
    const { field } = on({ ...staged, layout: 'hub-cache', folder: undefined });
    expect(field("ConfigMap model-store/program-nginx-*: data['nginx.conf']")).toContain(
      `alias /store/models--example--smol/blobs/${sha256};`,
    );
  });
});

test('needs no address of a hub, and no class of a store', () => {
  const { plan } = on({ layout: 'paths', read: 'staged' }, { prerequisites: [] });
  expect(plan.store.needed.because).toMatch(/^[\d ]+ MiB of model files on claim of-others are only read$/);
});
