/** How hosts are written: a text that programs read in different ways, or that each node reads as itself, is refused. */
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../lib/environment/complete';
import {
  absolutePath,
  bucketName,
  clusterDomain,
  gitAddress,
  hostName,
  imageReference,
  nodeName,
  proxyAddress,
  proxyException,
  registryPath,
  serverName,
  webAddress,
} from '../../lib/schema';
import { changed } from '../invalid/base';

const long = 'a'.repeat(63);
const digest = `@sha256:${'a'.repeat(64)}`;

const forms = [
  {
    of: 'an NFS server',
    form: serverName,
    taken: ['nas', 'NAS.example.org', 'nas1', 'nfs.storage.svc.cluster.local', '10.0.0.5', '2001:db8::5', 'FD00::5'],
    refused: ['10.0.0.010', '167772165', '10.5', '0x0a000005', 'nas.1', '::ffff:10.0.0.1', '10.0.0.5:2049'],
  },
  {
    of: 'an NFS server that is no node itself',
    form: serverName,
    taken: ['localhost.example'],
    refused: ['localhost', 'nas.localhost', '127.0.0.1', '0.0.0.0', '::', '::1', '169.254.1.1', 'fe80::1', 'febf::1'],
  },
  {
    of: 'a web address',
    form: webAddress,
    taken: ['https://hub', 'http://10.0.0.5:80/models', 'https://[2001:db8::1]:8443'],
    refused: ['http://10.0.0.010', 'http://10.5:80', 'http://0x7f000001/', 'https://1.2.3.4.5/', 'https://a..b'],
  },
  {
    of: 'a Git repository',
    form: gitAddress,
    taken: [
      'https://git.example/platform.git',
      'git@github.com:example/platform.git',
      'ssh://git@git.example:2222/team/platform.git',
      'ssh://git.example/platform',
      'deploy@10.0.0.5:/srv/git/platform.git',
      'ssh://git@[2001:db8::1]/platform.git',
    ],
    refused: [
      'https://user:secret@git.example/platform.git',
      'ssh://git:secret@git.example/platform.git',
      'git@git.example',
      'git@git.example:',
      'git@10.5:platform.git',
      'git.example:platform.git',
      'ssh://git@git.example:0/platform.git',
      'ssh://git@git.example:99999/platform.git',
      'ssh://git@git.example',
      'git@git.example:platform.git?ref=main',
      'file:///srv/git/platform.git',
    ],
  },
  {
    of: 'a proxy',
    form: proxyAddress,
    taken: ['http://proxy.example:3128', 'https://10.0.0.9:3128/'],
    refused: [
      'http://10.5:3128',
      'http://proxy.example',
      'http://localhost:3128',
      'http://127.0.0.1:3128',
      'http://[::1]:3128',
    ],
  },
  {
    of: 'a host without a proxy',
    form: proxyException,
    taken: ['.corp.example', '10.0.0.7', '10.0.0.0/8', 'fd00::/8'],
    refused: ['10.1', '[fd00::1]', '*.corp.example', '10.0.0.1/8'],
  },
  {
    of: 'the host of a gateway',
    form: hostName,
    taken: ['llm', 'llm.example.org', '4chan.example', `${long}.example`],
    refused: [
      '10.0.0.5',
      'fd00::1',
      '123',
      'llm.123',
      'LLM.example.org',
      '*.example.org',
      'llm.example.org:8443',
      `${long}a.example`,
    ],
  },
  {
    of: 'a node',
    form: nodeName,
    taken: ['gpu-1', 'ip-10-0-0-1.eu-west-1.compute.internal', long],
    refused: [`${long}a`, 'GPU-1', 'gpu_1', ''],
  },
  {
    of: 'the domain of a cluster',
    form: clusterDomain,
    taken: ['cluster.local', 'local', long],
    refused: ['cluster.local.', 'Cluster.Local', `${long}a`],
  },
  {
    of: 'a registry',
    form: registryPath,
    taken: ['ghcr.io', 'mirror.example:5000/a_b/c__d/e.f-g--h', `m.example/${'a'.repeat(190)}`],
    refused: [
      'mirror.example:99999',
      'm.example/a..b',
      'm.example/a___b',
      'm.example/A',
      `m.example/${'a'.repeat(191)}`,
    ],
  },
  {
    of: 'an image',
    form: imageReference,
    taken: [`ghcr.io/a/b:1${digest}`, `mirror.example:5000/a:1.0${digest}`, `mirror.example:65535/a:1${digest}`],
    refused: [
      `ghcr.io/a..b:1${digest}`,
      `ghcr.io:99999/a:1${digest}`,
      `ghcr.io/${'a'.repeat(250)}:1${digest}`,
      `ghcr.io/a@sha256:${digest}`,
    ],
  },
  {
    of: 'a bucket',
    form: bucketName,
    taken: ['abc', 'copies.example', long],
    refused: ['ab', `${long}a`, '192.168.1.1', 'Copies', 'copies_1', 'a..b', 'a.-b'],
  },
  {
    of: 'a folder of a mount',
    form: absolutePath,
    taken: ['/mnt/a', '/mnt/a,b'],
    refused: ['/mnt/a:b', 'mnt/a', '/mnt/../a', '/mnt/'],
  },
] as const;

describe.each(forms)('$of', ({ form, taken, refused }) => {
  test.each(taken)('may be %s', (text) => {
    expect(form.safeParse(text).success).toBe(true);
  });

  test.each(refused)('is not %s', (text) => {
    expect(form.safeParse(text).success).toBe(false);
  });
});

test('an option of a mount is given once: its last value would count, under either name of the version', () => {
  const mountOptions = ['hard', 'nfsvers=4.1', 'vers=3', 'timeo=600', 'timeo=10'];
  const { faults } = parseEnvironment(changed([['cluster', 'weights', 'mountOptions'], mountOptions]));
  expect(faults.map(({ code, at, found }) => [code, at, found])).toEqual([
    [
      'GivenTwice',
      'test.cluster.weights.mountOptions[2]',
      "mount option 'nfsvers' stands at test.cluster.weights.mountOptions[1] already",
    ],
    [
      'GivenTwice',
      'test.cluster.weights.mountOptions[4]',
      "mount option 'timeo' stands at test.cluster.weights.mountOptions[3] already",
    ],
  ]);
});
