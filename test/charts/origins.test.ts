/** Models that are on no hub, from the overlay to the objects: a server of files, a claim, an image; judged as all others. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import type { ModelOrigin } from '../../lib/catalog/origin';
import { title } from '../../lib/kubernetes/read';
import { hubKey, hubModel } from '../constructs/support/props';
import { fieldOf } from '../constructs/support/drawn';
import { nfsDriver } from '../../overlays/base';
import { rack } from './support';

const reference = `ghcr.io/acme/smol:1@sha256:${'a'.repeat(64)}`;

/** The rack with one model of an origin. */
const from = (
  origin: ModelOrigin,
  change: { readonly downloads?: object; readonly model?: object; readonly entry?: object } = {},
) => {
  const input = {
    ...rack,
    prerequisites: [nfsDriver],
    cluster: { ...rack.cluster, downloads: change.downloads },
    catalog: { models: { [hubKey]: { ...hubModel, origin, ...change.entry } } },
    models: { smol: { ...rack.models.smol, ...change.model } },
    ollama: {},
  } as EnvironmentInput;
  const { charts, plan } = synthesise(input);
  const manifests = charts.flatMap((chart) => chart.manifests);
  return { plan, manifests, field: (place: string) => fieldOf(manifests, place) };
};
const policy = 'NetworkPolicy model-store/load-smollm2-1-7b-instruct-q4-k-m: spec.egress';
const list = "ConfigMap model-store/load-smollm2-1-7b-instruct-q4-k-m-lists-*: data['weights.list']";
const loader = 'Job model-store/load-smollm2-1-7b-instruct-q4-k-m-*: spec.template.spec';

describe('a server of files', () => {
  test('is reached on the port of its address, and gets the token of the longest address above it', () => {
    const { field } = from(
      { from: 'web', folder: 'https://files.example:8443/private/models' },
      {
        downloads: {
          hubToken: { secretName: 'hub', key: 'token' },
          tokens: [
            { below: 'https://files.example:8443', secretName: 'all', key: 'token' },
            { below: 'https://files.example:8443/private/', secretName: 'private', key: 'token' },
            { below: 'https://files.example:8443/pri', secretName: 'other', key: 'token' },
          ],
        },
      },
    );
    expect(field(list)).toContain(` https://files.example:8443/private/models/${hubModel.files[0]?.path}`);
    expect(field(`${policy}[1].to[0].ipBlock.cidr`)).toBe('0.0.0.0/0');
    expect(field(`${policy}[1].ports`)).toEqual([{ protocol: 'TCP', port: 8443 }]);
    expect(field(`${loader}.volumes[3].secret.secretName`)).toBe('private');
    expect(field(`${loader}.containers[0].env`)).toEqual(
      expect.arrayContaining([{ name: 'TOKEN_FOR', value: 'https://files.example:8443/private/' }]),
    );
  });

  test('at an address is reached there alone, and its loader gets no token of others', () => {
    const { field } = from(
      { from: 'web', folder: 'http://10.0.0.7:9000/models' },
      { downloads: { hubToken: { secretName: 'hub', key: 'token' } } },
    );
    expect(field(`${policy}[1]`)).toEqual({
      to: [{ ipBlock: { cidr: '10.0.0.7/32' } }],
      ports: [{ protocol: 'TCP', port: 9000 }],
    });
    expect(field(`${loader}.volumes`)).toHaveLength(3);
  });

  test('with an adapter of the hub is reached beside the hub, each with its own token', () => {
    const { field } = from(
      { from: 'web', folder: 'https://files.example:8443/models' },
      {
        downloads: {
          hubToken: { secretName: 'hub', key: 'token' },
          tokens: [{ below: 'https://files.example:8443', secretName: 'files', key: 'token' }],
        },
        entry: {
          adapters: {
            legal: {
              file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
              origin: { repo: 'example/legal' },
              tensors: {
                inputBytes: 0,
                outputBytes: 0,
                layers: [{ layers: 24, bytes: 640 }],
                width: 272,
              },
            },
          },
        },
      },
    );
    expect(field(list)).toMatch(/ https:\/\/huggingface\.co\/example\/legal\/resolve\/main\/legal\.gguf\n/);
    expect(field(`${policy}[1].ports`)).toEqual([{ protocol: 'TCP', port: 8443 }]);
    expect(field(`${policy}[2].ports`)).toEqual([{ protocol: 'TCP', port: 443 }]);
    expect(field(`${loader}.volumes[3].secret.secretName`)).toBe('files');
    expect(field(`${loader}.volumes[4].secret.secretName`)).toBe('hub');
    expect(field(`${loader}.containers[0].command`)).toEqual(['/bin/sh', '/etc/corral/loader-logins.sh']);
  });

  test('is reached at the endpoints of the environment, where it states some', () => {
    const endpoints = [{ cidr: '192.0.2.0/24', port: 443 }];
    const { field } = from({ from: 'web', folder: 'https://files.example/models' }, { downloads: { endpoints } });
    expect(field(`${policy}[1].to[0].ipBlock.cidr`)).toBe('192.0.2.0/24');
  });
});

test('a claim of others is copied from, without a network, and nothing of it changes', () => {
  const { field, plan } = from({ from: 'claim', claimName: 'of-others' });
  expect(field(`${loader}.volumes[3]`)).toEqual({
    name: 'source',
    persistentVolumeClaim: { claimName: 'of-others', readOnly: true },
  });
  expect(field(policy)).toBeUndefined();
  expect(plan.loaders[0]?.route).toEqual({ to: 'nowhere' });
});

describe('an image', () => {
  const image: ModelOrigin = { from: 'image', reference, folder: '/weights' };

  test('is read in place where the overlay states no other tier: there is no store and no loader', () => {
    const { field, manifests } = from(image);
    expect(field('Deployment llm-serving/smol: spec.template.spec.volumes[0]')).toEqual({
      name: 'weights',
      image: { reference, pullPolicy: 'IfNotPresent' },
    });
    expect(field('Deployment llm-serving/smol: spec.template.spec.containers[0].args')).toEqual(
      expect.arrayContaining(['--model', `/models/weights/${hubModel.files[0]?.path}`]),
    );
    expect(manifests.map(title).filter((each) => /^(Job|PersistentVolumeClaim|CronJob) /.test(each))).toEqual([]);
  });

  test('is copied into the store for another tier', () => {
    const { field } = from(image, { model: { local: { kind: 'ephemeral' } } });
    expect(field(`${loader}.volumes[3]`)).toEqual({ name: 'source', image: { reference, pullPolicy: 'IfNotPresent' } });
    expect(field(list)).toContain(` /source/weights/${hubModel.files[0]?.path}`);
  });
});
