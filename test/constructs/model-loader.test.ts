/** The loader: the smallest props, every prop, every refusal, and a name that follows its content. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { ModelLoader, type ModelLoaderProps } from '../../lib/constructs/weights/model-loader';
import type { MountedOrigin } from '../../lib/catalog/origin';
import { derived } from '../../lib/core/derived';
import { hours, minutes } from '../../lib/core/duration';
import { clusterDns, publicHttps } from '../../lib/kubernetes/draw/network';
import { publicOrigins } from '../../lib/programs/weights-list';
import { additionsShown, everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { hubKey, hubModel, pool, programs, scheduling, tag, tagModel, wants } from './support/props';

const add = (chart: ConstructorParameters<typeof ModelLoader>[0], props: ModelLoaderProps) =>
  new ModelLoader(chart, 'load-smol', props);
const smallest: ModelLoaderProps = {
  namespace: 'store',
  claimName: 'models',
  weights: [{ key: hubKey, model: hubModel, form: 'gguf' }],
};
const job = 'Job store/load-smol-*: spec';
const template = `${job}.template`;
const pod = `${template}.spec`;
const nameOf = (props: ModelLoaderProps): string =>
  titles(draw((chart) => add(chart, props))).find((each) => each.startsWith('Job'))!;

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a Job that tries seven times within a day, and is pruned rather than forgotten', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount store/load-smol',
      'NetworkPolicy store/load-smol',
      'ConfigMap store/load-smol-lists-#',
      'ConfigMap store/program-loader-#',
      'Job store/load-smol-#',
    ]);
    expect([
      field(`${job}.backoffLimit`),
      field(`${job}.activeDeadlineSeconds`),
      field(`${job}.ttlSecondsAfterFinished`),
      field(`${pod}.restartPolicy`),
    ]).toEqual([6, 86400, undefined, 'Never']);
  });

  test('end at once where another try would end alike, and do not count a pod that was taken away', () => {
    expect(field(`${job}.podFailurePolicy.rules`)).toEqual([
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { containerName: 'loader', operator: 'In', values: [10, 12, 13, 15] } },
    ]);
    expect(field(`${pod}.containers[0].name`)).toBe('loader');
  });

  test('write the store, resolve names, and reach public addresses only', () => {
    expect(field(`${pod}.volumes[0]`)).toEqual({ name: 'store', persistentVolumeClaim: { claimName: 'models' } });
    expect(field('NetworkPolicy store/load-smol: spec.ingress') ?? []).toEqual([]);
    expect(field('NetworkPolicy store/load-smol: spec.egress')).toHaveLength(2);
    expect(field('NetworkPolicy store/load-smol: spec.egress[0].ports[0]')).toEqual({ protocol: 'UDP', port: 53 });
    expect(field('NetworkPolicy store/load-smol: spec.egress[1].to[0].ipBlock.except')).toContain('169.254.0.0/16');
  });

  test('take the file from its hub, by digest', () => {
    expect(field("ConfigMap store/load-smol-lists-*: data['weights.list']")).toMatch(
      /^file [0-9a-f]{64} \d+ \w+ gguf\/smollm2\S+ https:\/\/huggingface\.co\//,
    );
    expect(field("Job store/load-smol-*: metadata.annotations['corral.dev/models']")).toBe(hubKey);
  });
});

const all: Required<ModelLoaderProps> = {
  ...smallest,
  programs,
  source: publicOrigins,
  hubToken: { secretName: 'hub', key: 'token', below: 'https://huggingface.co' },
  adapterToken: { secretName: 'adapters', key: 'token', below: 'https://hub.example' },
  addresses: [publicHttps],
  pods: [],
  proxy: { url: 'http://10.0.0.7:3128', noProxy: ['corp.example', '10.0.0.0/8'] },
  caBundle: { configMap: 'authorities', key: 'ca.crt' },
  dns: clusterDns,
  deadline: derived(hours(1), 'one hour'),
  wants,
  scheduling,
  additions: {},
  image: images.curl,
};
const rule = 'NetworkPolicy store/load-smol: spec.egress';

describe('each prop shows', () => {
  everyProp<ModelLoaderProps>(add, all, {
    namespace: { to: 'other', shows: { 'Job other/load-smol-*: metadata.namespace': 'other' } },
    programs: 'elsewhere',
    claimName: { to: 'claim', shows: { [`${pod}.volumes[0].persistentVolumeClaim.claimName`]: 'claim' } },
    weights: {
      to: [{ key: tag, model: tagModel, form: 'registry' }],
      shows: { "ConfigMap store/load-smol-lists-*: data['weights.list']": expect.stringMatching(/^manifest /) },
    },
    source: {
      to: { from: 'origin', hub: 'https://mirror.example', registry: 'https://mirror.example' },
      shows: {
        "ConfigMap store/load-smol-lists-*: data['weights.list']": expect.stringContaining(' https://mirror.example/'),
      },
    },
    hubToken: {
      to: { secretName: 'other', key: 'pass', below: 'https://files.example/private/' },
      shows: {
        [`${pod}.volumes[3].secret`]: {
          secretName: 'other',
          items: [{ key: 'pass', path: 'pass' }],
          defaultMode: 0o440,
        },
        [`${pod}.containers[0].env`]: expect.arrayContaining([
          { name: 'FURTHER_TOKEN_FILE', value: '/etc/hub-token/pass' },
          { name: 'FURTHER_TOKEN_FOR', value: 'https://files.example/private/' },
        ]),
      },
    },
    adapterToken: {
      to: { secretName: 'second', key: 'pass', below: 'https://hub.example/a-longer-path' },
      shows: {
        [`${pod}.volumes[5].secret`]: {
          secretName: 'second',
          items: [{ key: 'pass', path: 'pass' }],
          defaultMode: 0o440,
        },
        [`${pod}.containers[0].env`]: expect.arrayContaining([
          { name: 'TOKEN_FILE', value: '/etc/hub-token/token' },
          { name: 'FURTHER_TOKEN_FILE', value: '/etc/adapter-token/pass' },
          { name: 'FURTHER_TOKEN_FOR', value: 'https://hub.example/a-longer-path/' },
        ]),
      },
    },
    pods: {
      to: [{ peer: { namespace: 'proxy', podLabels: { app: 'squid' } }, port: 3128 }],
      shows: {
        [`${rule}[1]`]: {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'proxy' } },
              podSelector: { matchLabels: { app: 'squid' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 3128 }],
        },
      },
    },
    addresses: {
      to: [{ cidr: '192.0.2.7/32', port: 8443 }],
      shows: {
        [`${rule}[1]`]: { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: [{ protocol: 'TCP', port: 8443 }] },
      },
    },
    proxy: {
      to: { url: 'http://proxy.example:8080', noProxy: ['corp.example', '10.0.0.0/8'] },
      shows: {
        [`${pod}.containers[0].env`]: expect.arrayContaining([
          { name: 'https_proxy', value: 'http://proxy.example:8080' },
          { name: 'http_proxy', value: 'http://proxy.example:8080' },
          { name: 'no_proxy', value: 'corp.example,10.0.0.0/8' },
        ]),
      },
    },
    caBundle: {
      to: { configMap: 'trusted', key: 'bundle.pem' },
      shows: {
        [`${pod}.volumes[4]`]: {
          name: 'ca-bundle',
          configMap: { name: 'trusted', items: [{ key: 'bundle.pem', path: 'bundle.pem' }] },
        },
        [`${pod}.containers[0].env`]: expect.arrayContaining([
          { name: 'CURL_CA_BUNDLE', value: '/etc/ca-bundle/bundle.pem' },
        ]),
      },
    },
    dns: { to: { ...clusterDns, addresses: [] }, shows: { [`${rule}[0].to[1]`]: undefined } },
    deadline: {
      to: derived(minutes(30), 'half'),
      shows: {
        [`${job}.activeDeadlineSeconds`]: 1800,
        "Job store/load-smol-*: metadata.annotations['corral.dev/because.deadline']": '30 min: half',
      },
    },
    wants: { to: { ...wants, cpu: 2000 }, shows: { [`${pod}.containers[0].resources.requests.cpu`]: '2' } },
    additions: {
      to: everyAddition,
      shows: additionsShown(template, pod),
    },
    image: {
      to: { ...images.curl, repository: 'mirror.example/other' },
      shows: { [`${pod}.containers[0].image`]: expect.stringContaining('mirror.example/other:') },
    },
    scheduling: {
      to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-batch' },
      shows: { [`${pod}.priorityClassName`]: 'llm-batch' },
    },
  });
});

test('one token is sent below its address, and of two the longer address counts', () => {
  const of = (props: ModelLoaderProps) => {
    const manifests = draw((chart) => add(chart, props));
    const env = fieldOf(manifests, `${pod}.containers[0].env`) as readonly { name: string; value: string }[];
    return Object.fromEntries(env.flatMap(({ name, value }) => (name.includes('TOKEN') ? [[name, value]] : [])));
  };
  const { hubToken, adapterToken } = all;
  expect(of({ ...smallest, hubToken })).toEqual({
    TOKEN_FILE: '/etc/hub-token/token',
    TOKEN_FOR: 'https://huggingface.co/',
  });
  expect(of({ ...smallest, hubToken, adapterToken })).toEqual({
    TOKEN_FILE: '/etc/adapter-token/token',
    TOKEN_FOR: 'https://hub.example/',
    FURTHER_TOKEN_FILE: '/etc/hub-token/token',
    FURTHER_TOKEN_FOR: 'https://huggingface.co/',
  });
});

test('the login of a proxy is mounted from its Secret, and is in no manifest', () => {
  const manifests = draw((chart) =>
    add(chart, { ...smallest, proxy: { ...all.proxy, credentials: { secretName: 'proxy' } } }),
  );
  expect(fieldOf(manifests, `${pod}.volumes[3]`)).toEqual({
    name: 'proxy-login',
    secret: {
      secretName: 'proxy',
      items: [
        { key: 'username', path: 'username' },
        { key: 'password', path: 'password' },
      ],
      defaultMode: 0o440,
    },
  });
  expect(fieldOf(manifests, `${pod}.containers[0].command`)).toEqual(['/bin/sh', '/etc/corral/loader-logins.sh']);
  expect(fieldOf(manifests, `${pod}.containers[0].env`)).toEqual(
    expect.arrayContaining([
      { name: 'https_proxy', value: 'http://10.0.0.7:3128' },
      { name: 'PROXY_LOGIN', value: '/etc/proxy-login' },
    ]),
  );
});

test('a proxy that is reached by TLS is judged by the authorities of the loader', () => {
  const manifests = draw((chart) =>
    add(chart, { ...smallest, proxy: { url: 'https://proxy.example:3129', noProxy: [] } }),
  );
  expect(fieldOf(manifests, `${pod}.containers[0].command`)).toEqual(['/bin/sh', '/etc/corral/loader-logins.sh']);
});

describe('files of a volume', () => {
  const onVolume = (origin: MountedOrigin): ModelLoaderProps => ({
    ...smallest,
    source: origin,
    weights: [{ key: hubKey, model: { ...hubModel, origin }, form: 'gguf' }],
  });
  const drawn = (origin: MountedOrigin) => {
    const manifests = draw((chart) => add(chart, onVolume(origin)));
    return (place: string) => fieldOf(manifests, place);
  };

  test.each<[MountedOrigin, object, string]>([
    [
      { from: 'claim', claimName: 'of-others' },
      { persistentVolumeClaim: { claimName: 'of-others', readOnly: true } },
      '/source/',
    ],
    [
      { from: 'image', reference: 'r.example/n:1@sha256:0', folder: '/weights' },
      { image: { reference: 'r.example/n:1@sha256:0', pullPolicy: 'IfNotPresent' } },
      '/source/weights/',
    ],
  ])('of %j are copied, from a volume of which nothing changes and without a network', (origin, volume, folder) => {
    const field = drawn(origin);
    expect(field(`${pod}.volumes[3]`)).toEqual({ name: 'source', ...volume });
    expect(field(`${pod}.containers[0].volumeMounts[3]`)).toEqual({
      name: 'source',
      mountPath: '/source',
      readOnly: true,
    });
    expect(field(`${pod}.containers[0].command`)).toEqual(['/bin/sh', '/etc/corral/copier.sh']);
    expect(field("ConfigMap store/load-smol-lists-*: data['weights.list']")).toContain(` ${folder}`);
    expect(field('NetworkPolicy store/load-smol: spec.egress')).toBeUndefined();
  });
});

describe('the name', () => {
  test.each<[string, Partial<ModelLoaderProps>]>([
    ['deadline', { deadline: derived(minutes(30), 'x') }],
    ['weights', { weights: [{ key: tag, model: tagModel, form: 'registry' }] }],
    ['claim', { claimName: 'b' }],
    ['resources', { wants }],
  ])('changes with the %s, since a Job cannot', (_, change) => {
    expect(nameOf({ ...smallest, ...change })).not.toBe(nameOf(smallest));
  });

  test('stays where only the reason of a number changes', () => {
    expect(nameOf({ ...all, deadline: derived(hours(1), 'another reason') })).toBe(nameOf(all));
  });
});

describe('refused', () => {
  test('a token that would travel in clear', () => {
    expect(
      refusal((chart) =>
        add(chart, {
          ...all,
          hubToken: { secretName: 'hub', key: 'token' },
          source: { from: 'origin', hub: 'http://hub.example', registry: 'https://r.example' },
        }),
      ),
    ).toContain('[TokenInClear]');
  });

  test('a model of a hub for Ollama', () => {
    expect(
      refusal((chart) => add(chart, { ...smallest, weights: [{ key: hubKey, model: hubModel, form: 'registry' }] })),
    ).toContain('[NoOllamaManifest]');
  });
});

test('wrong props do not compile', () => {
  // @ts-expect-error a token has a key
  const token: ModelLoaderProps['hubToken'] = { secretName: 'hub' };
  // @ts-expect-error nobody reads it that way
  const reader: ModelLoaderProps['weights'] = [{ key: tag, model: tagModel, form: 'safetensors' }];
  expect([token, reader]).toHaveLength(2);
});
