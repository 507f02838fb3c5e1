/** A Valkey: the smallest props, every prop, what is kept, and each refusal. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { images } from '../../lib/catalog/images';
import { Valkey } from '../../lib/constructs/data/valkey';
import type { ValkeyProps } from '../../lib/constructs/data/valkey-props';
import { bytes, gib, gigabytes, mib } from '../../lib/core/bytes';
import { minutes } from '../../lib/core/duration';
import { cores } from '../../lib/core/cpu';
import { valkeyClientMemory, valkeyMemory, valkeyVolume } from '../../lib/sizing/pods/valkey';
import { valkeyUsersWants } from '../../lib/workload/small-pods';
import { everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { pool, programs, scheduling } from './support/props';

type Scope = ConstructorParameters<typeof Valkey>[0];
const add = (chart: Scope, props: ValkeyProps) => new Valkey(chart, 'chat-cache', props);
const password = { secretName: 'chat-cache', key: 'password' } as const;
const smallest: ValkeyProps = {
  namespace: 'apps',
  users: { chat: { password } },
  maxMemory: gib(1),
  tls: 'none',
};
const deployment = 'Deployment apps/chat-cache: spec';
const pod = `${deployment}.template.spec`;
const server = `${pod}.containers[0]`;
const config = "ConfigMap apps/program-valkey-server-*: data['valkey-server.conf']";
const list = "ConfigMap apps/chat-cache-lists-*: data['valkey-users.list']";
const unhashed = (names: readonly string[]) => names.map((each) => each.replace(/[0-9a-f]{8}$/, '#'));

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give one pod without a volume that stays, and no connection', () => {
    expect(unhashed(titles(manifests))).toEqual([
      'ServiceAccount apps/chat-cache',
      'NetworkPolicy apps/chat-cache',
      'ConfigMap apps/chat-cache-lists-#',
      'ConfigMap apps/program-valkey-server-#',
      'ConfigMap apps/program-valkey-users-#',
      'Service apps/chat-cache',
      'Deployment apps/chat-cache',
    ]);
    expect(field(`${deployment}.strategy`)).toEqual({ type: 'Recreate' });
    expect(field('NetworkPolicy apps/chat-cache: spec.ingress')).toBeUndefined();
    expect(field('NetworkPolicy apps/chat-cache: spec.egress')).toBeUndefined();
  });

  test('bound the memory, keep nothing, and let the key go that was unused longest', () => {
    expect(field(config)).toBe(
      `port 6379
unixsocket /run/valkey/valkey.sock
unixsocketperm 700
aclfile /run/valkey/users.acl
maxmemory 1073741824
maxmemory-policy allkeys-lru
maxmemory-clients 107374182
save ""
appendonly no
dir /run/valkey
`,
    );
    expect(field(`${server}.resources.limits.memory`)).toBe('2151Mi');
    expect(field("Deployment apps/chat-cache: metadata.annotations['corral.dev/because.memory']")).toBe(
      '2 151 MiB: 1.75 times 1 024 MiB, for values and the gaps between them; a tenth for buffers of clients; 256 MiB for the program and its connections',
    );
  });

  test('start the server when the list of users is there, and ask it with a password that only the pod has', () => {
    expect(field(`${pod}.initContainers[0].restartPolicy`)).toBe('Always');
    expect(field(`${pod}.initContainers[0].startupProbe.exec.command`)).toEqual([
      'test',
      '-s',
      '/run/valkey/users.acl',
    ]);
    expect(field(list)).toBe(
      'chat /etc/valkey-users/chat/password ~* &* +@all -@admin -@dangerous -@scripting +info\n',
    );
    expect(field(`${server}.command`)).toEqual(['valkey-server', '/etc/corral/valkey-server.conf']);
    expect(field(`${server}.readinessProbe.exec.command[2]`)).toContain('--user corral ping');
    expect(field(`${server}.livenessProbe.tcpSocket`)).toEqual({ port: 'valkey' });
    expect(new Valkey(programs, 'address', smallest).url).toBe('redis://address.apps.svc:6379');
  });
});

test('the domain of the cluster stands in its certificate', () => {
  const tls = { secretName: 'cache-tls', issuer: { kind: 'ClusterIssuer', name: 'ca' } } as const;
  const drawn = draw((chart) => add(chart, { ...smallest, tls, domain: 'corp.example' }));
  expect(fieldOf(drawn, 'Certificate apps/chat-cache: spec.dnsNames')).toContain('chat-cache.apps.svc.corp.example');
});

describe('each prop shows', () => {
  everyProp<ValkeyProps>(
    add,
    {
      ...smallest,
      programs,
      from: [],
      policy: 'allkeys-lru',
      keeps: { by: 'nothing' },
      cpu: cores(1),
      cpuLimit: cores(4),
      usersWants: valkeyUsersWants,
      additions: {},
      image: images.valkey,
      domain: 'cluster.local',
      scheduling: { ...scheduling, pools: [] },
    },
    {
      namespace: { to: 'other', shows: { 'Service other/chat-cache: metadata.namespace': 'other' } },
      programs: 'elsewhere',
      users: {
        to: { look: { password, may: 'read', prefixes: ['chat:', 'talk:'] }, graphs: { password, may: 'watch' } },
        shows: {
          [list]:
            'graphs /etc/valkey-users/graphs/password -@all +ping +info +config|get +latency +slowlog|get +slowlog|len +client|list\n' +
            'look /etc/valkey-users/look/password ~chat:* &chat:* ~talk:* &talk:* -@all +@read +@connection -@dangerous\n',
          [`${pod}.volumes[1].secret.secretName`]: 'chat-cache',
        },
      },
      maxMemory: { to: gib(2), shows: { [`${server}.resources.limits.memory`]: '4045Mi' } },
      tls: {
        to: { secretName: 'cache-tls', issuer: { kind: 'ClusterIssuer', name: 'ca' } },
        shows: {
          'Certificate apps/chat-cache: spec.secretName': 'cache-tls',
          'Certificate apps/chat-cache: spec.dnsNames': [
            'chat-cache.apps.svc',
            'chat-cache.apps.svc.cluster.local',
            'chat-cache',
          ],
          [`${pod}.volumes[1].secret.secretName`]: 'cache-tls',
        },
      },
      policy: 'elsewhere',
      keeps: {
        to: { by: 'log', storageClass: 'fast' },
        shows: {
          'StatefulSet apps/chat-cache: spec.volumeClaimTemplates[0].spec': {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'fast',
            resources: { requests: { storage: '5Gi' } },
          },
          'StatefulSet apps/chat-cache: spec.persistentVolumeClaimRetentionPolicy': {
            whenDeleted: 'Retain',
            whenScaled: 'Retain',
          },
        },
      },
      from: {
        to: [{ namespace: 'apps', podLabels: { app: 'chat' } }],
        shows: { 'NetworkPolicy apps/chat-cache: spec.ingress[0].ports': [{ protocol: 'TCP', port: 6379 }] },
      },
      cpu: { to: cores(2), shows: { [`${server}.resources.requests.cpu`]: '2' } },
      cpuLimit: { to: cores(3), shows: { [`${server}.resources.limits.cpu`]: '3' } },
      usersWants: {
        to: { ...valkeyUsersWants, cpu: cores(0.5) },
        shows: { [`${pod}.initContainers[0].resources.requests.cpu`]: '500m' },
      },
      additions: { to: everyAddition, shows: { [`${deployment}.template.metadata.labels['team']`]: 'llm' } },
      domain: 'elsewhere',
      image: {
        to: { ...images.valkey, repository: 'mirror.example/valkey' },
        shows: {
          [`${server}.image`]: expect.stringContaining('mirror.example/valkey:'),
          [`${pod}.initContainers[0].image`]: expect.stringContaining('mirror.example/valkey:'),
        },
      },
      scheduling: {
        to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-batch' },
        shows: { [`${pod}.priorityClassName`]: 'llm-batch' },
      },
    },
  );
});

test('TLS leaves no port for plain connections, and a policy is written as it is called', () => {
  const manifests = draw((chart) =>
    add(chart, { ...smallest, tls: { secretName: 'cache-tls' }, policy: 'volatile-ttl' }),
  );
  expect(fieldOf(manifests, config)).toMatch(
    /^port 0\ntls-port 6379\ntls-cert-file \/etc\/valkey-tls\/tls\.crt\ntls-key-file \/etc\/valkey-tls\/tls\.key\ntls-auth-clients no\ntls-protocols "TLSv1\.2 TLSv1\.3"\n/,
  );
  expect(fieldOf(manifests, config)).toContain('\nmaxmemory-policy volatile-ttl\n');
  expect(titles(manifests).filter((each) => each.startsWith('Certificate'))).toEqual([]);
  expect(new Valkey(programs, 'rediss', { ...smallest, tls: { secretName: 'cache-tls' } }).url).toBe(
    'rediss://rediss.apps.svc:6379',
  );
});

describe('what is kept', () => {
  const kept = (keeps: ValkeyProps['keeps']) => draw((chart) => add(chart, { ...smallest, keeps }));
  const set = 'StatefulSet apps/chat-cache: spec';

  test('snapshots are on the volume, which has room for two, and the pod has time for a last one', () => {
    const manifests = kept({ by: 'snapshots', every: minutes(5) });
    expect(fieldOf(manifests, config)).toContain('\nsave 300 1\nappendonly no\ndir /data\n');
    expect(fieldOf(manifests, `${set}.volumeClaimTemplates[0].spec.resources.requests.storage`)).toBe('3Gi');
    expect(fieldOf(manifests, `${set}.template.spec.terminationGracePeriodSeconds`)).toBe(52);
    expect(fieldOf(manifests, `${set}.template.spec.containers[0].volumeMounts`)).toEqual(
      expect.arrayContaining([{ name: 'data', mountPath: '/data' }]),
    );
  });

  test('a log is flushed each second', () => {
    expect(fieldOf(kept({ by: 'log' }), config)).toContain(
      '\nsave ""\nappendonly yes\nappendfsync everysec\ndir /data\n',
    );
  });

  test('the pod gets memory for pages that change while values are written', () => {
    expect(fieldOf(kept({ by: 'log' }), `${set}.template.spec.containers[0].resources.limits.memory`)).toBe('3943Mi');
  });

  test('a cache of 50 GB gets what its document did not say', () => {
    const manifests = draw((chart) => add(chart, { ...smallest, maxMemory: gigabytes(50) }));
    expect(fieldOf(manifests, config)).toContain('\nmaxmemory 50000000000\n');
    expect(fieldOf(manifests, `${server}.resources.limits.memory`)).toBe('88472Mi');
  });

  test('memory and volume have room for all values, and grow with them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 200_000 }),
        fc.constantFrom('nothing', 'snapshots', 'log'),
        (size, copies) => {
          const values = mib(size);
          const memory = valkeyMemory(values, copies).value;
          const times = copies === 'nothing' ? 1 : 2;
          expect(memory).toBeGreaterThan(times * values + valkeyClientMemory(values));
          expect(memory).toBeLessThan(times * 2 * values + mib(300));
          expect(valkeyMemory(mib(size + 1), copies).value).toBeGreaterThanOrEqual(memory);
          if (copies !== 'nothing') expect(valkeyVolume(values, copies).value).toBeGreaterThan(2 * values);
        },
      ),
    );
  });
});

test.each<[string, Partial<ValkeyProps>, string]>([
  ['no user', { users: {} }, 'chat-cache.users: names no user.\n  fix: add one, with its password\n  [ValkeyUser]'],
  ...(['default', 'corral', 'Chat', 'a b'].map((name) => [
    `the user '${name}'`,
    { users: { [name]: { password } } },
    `chat-cache.users: '${name}' is no name of a user.\n  allowed: small letters, digits, '_' and '-', a letter first, at most 63 characters; neither 'default' nor 'corral'\n  [ValkeyUser]`,
  ]) satisfies [string, Partial<ValkeyProps>, string][]),
  [
    'a prefix with a star',
    { users: { chat: { password, prefixes: ['chat:*'] } } },
    "chat-cache.users.chat.prefixes: 'chat:*' is no prefix of keys.\n  allowed: letters, digits and : . _ / -, at most 64 characters; a star is added\n  [ValkeyUser]",
  ],
  [
    'too little memory',
    { maxMemory: bytes(67_108_863) },
    'chat-cache.maxMemory: 67108863 bytes.\n  allowed: a whole number of bytes, at least 64 MiB: a value may take a tenth of it\n  [ValkeyMemory]',
  ],
])('%s is refused', (_, props, report) => {
  expect(refusal((chart) => add(chart, { ...smallest, ...props }))).toBe(report);
});

test('the example of cache.md is a construct of any chart', () => {
  const page = readFileSync('docs/how-to/cache.md', 'utf8');
  const code = (/^```ts\n(import [^]*?)^```$/m.exec(page)?.[1] ?? '').replaceAll(/^import .*$/gm, '');
  const manifests = draw((chart) => {
    expect(runInNewContext(code, { chart, gigabytes, Valkey })).toBe('rediss://chat-cache.apps.svc:6379');
  });
  expect(fieldOf(manifests, `${server}.resources.limits.memory`)).toBe('88472Mi');
});
