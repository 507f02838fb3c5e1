/**
 * The rendered Valkey on real servers: that of the catalogue's version, from PyPI, and for TLS Debian's. Who is let in,
 * what happens when it is full, killed or saved, and how much memory it takes.
 */
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ValkeyProps } from '../../lib/constructs/data/valkey-props';
import { images } from '../../lib/catalog/images';
import { mib } from '../../lib/core/bytes';
import { seconds } from '../../lib/core/duration';
import { valkeyPolicies, type ValkeyPolicy } from '../../lib/catalog/valkey';
import { ensureTools } from '../../scripts/toolchain/tools';
import { required } from '../components/debian';
import { Sandbox } from '../programs/support/container';
import { Client } from './support/resp';
import { debian, until, ValkeyPod, type Version, versions } from './support/valkey';

jest.setTimeout(600_000);

let pod: ValkeyPod;

beforeAll(async () => {
  await ensureTools(['valkey-server']);
  debian();
}, 20 * 60_000);
afterEach(() => pod.remove());

const plain = { maxMemory: mib(64), tls: 'none' } as const;
async function start(
  version: Version,
  props: Partial<Omit<ValkeyProps, 'namespace' | 'users'>> = {},
  further: readonly string[] = [],
): Promise<void> {
  pod = await ValkeyPod.start(version, { ...plain, ...props }, further);
  await pod.run();
  await pod.untilReady();
}
const answer = async (name: string, ...words: readonly string[]) => {
  const client = await pod.as(name);
  try {
    return await client.ask(...words);
  } finally {
    client.close();
  }
};
const noPermission = (name: string, command: string) =>
  `-NOPERM User ${name} has no permissions to run the '${command}' command`;

/** Writes values of a size under names that begin alike, some at a time; the refusals. */
async function fill(client: Client, prefix: string, count: number, size: number, further: readonly string[] = []) {
  const value = 'v'.repeat(size);
  const refused = new Set<string>();
  for (let from = 0; from < count; from += 200)
    for (const reply of await Promise.all(
      Array.from({ length: Math.min(200, count - from) }, (_, i) =>
        client.ask('SET', `${prefix}${from + i}`, value, ...further),
      ),
    ))
      if (reply !== 'OK') refused.add(String(reply));
  return [...refused];
}

test('the server of PyPI has the version of the image', async () => {
  await start('9.1.1');
  expect(images.valkey.tag).toMatch(/^9\.1\.1-/);
  expect(String(await answer('graphs', 'INFO', 'server'))).toContain('valkey_version:9.1.1');
});

describe.each(versions)('Valkey %s', (version) => {
  test('lets no one in without a user, and each user do what it may', async () => {
    await start(version);
    const client = await Client.plain(pod.port);
    expect(await client.ask('GET', 'a')).toBe('-NOAUTH Authentication required.');
    for (const words of [['chat'], ['default', ''], ['chat', 'wrong'], ['corral', ''], ['unknown', 'unknown']])
      expect(await client.ask('AUTH', ...words)).toBe('-WRONGPASS invalid username-password pair or user is disabled.');
    expect(await client.ask('GET', 'a')).toBe('-NOAUTH Authentication required.');
    client.close();

    expect(await answer('chat', 'SET', 'a', '1')).toBe('OK');
    expect(await answer('chat', 'EXPIRE', 'a', '100')).toBe(1);
    expect(await answer('chat', 'FLUSHALL')).toBe(noPermission('chat', 'flushall'));
    expect(await answer('chat', 'KEYS', '*')).toBe(noPermission('chat', 'keys'));
    expect(await answer('chat', 'CONFIG', 'GET', '*')).toBe(noPermission('chat', 'config|get'));
    expect(await answer('chat', 'ACL', 'LIST')).toBe(noPermission('chat', 'acl|list'));
    expect(await answer('chat', 'EVAL', 'return 1', '0')).toBe(noPermission('chat', 'eval'));
    expect(await answer('lua', 'EVAL', 'return 1', '0')).toBe(1);
    expect(await answer('look', 'GET', 'a')).toBe('1');
    expect(await answer('look', 'SET', 'a', '2')).toBe(noPermission('look', 'set'));
    expect(await answer('part', 'SET', 'part:a', '1')).toBe('OK');
    expect(await answer('part', 'GET', 'a')).toBe('-NOPERM No permissions to access a key');
    expect(String(await answer('graphs', 'INFO', 'stats'))).toContain('evicted_keys:0');
    expect(await answer('graphs', 'CONFIG', 'GET', 'maxmemory')).toEqual(['maxmemory', '67108864']);
    expect(await answer('graphs', 'GET', 'a')).toBe(noPermission('graphs', 'get'));
  });

  test('a changed Secret is a changed password without a restart, an empty one no password', async () => {
    await start(version);
    const other = await pod.as('look');
    pod.secret('chat', 'another');
    await until(
      () =>
        pod.as('chat', 'another').then(
          () => true,
          () => false,
        ),
      'the new password',
    );
    await expect(pod.as('chat')).rejects.toThrow('WRONGPASS');
    expect(await other.ask('PING')).toBe('PONG');
    pod.secret('chat', '');
    await until(
      () =>
        pod.as('chat', 'another').then(
          () => false,
          () => true,
        ),
      'the end of the password',
    );
    await expect(pod.as('chat', '')).rejects.toThrow('WRONGPASS');
    expect(pod.log).toContain('is missing or empty: chat cannot log in');
    other.close();
  });

  test.each(Object.keys(valkeyPolicies) as ValkeyPolicy[])('full, with %s', async (policy) => {
    await start(version, { policy });
    const chat = await pod.as('chat');
    const oom = "-OOM command not allowed when used memory > 'maxmemory'.";
    expect(await fill(chat, 'stays:', 2000, 10_000)).toEqual([]);
    // Valkey counts the time for which a key is unused in seconds.
    await sleep(2100);
    const refused = await fill(chat, 'goes:', 8000, 10_000, ['EX', '1000']);
    const keys = await chat.ask('DBSIZE');
    const stayed = await chat.ask('EXISTS', ...Array.from({ length: 2000 }, (_, i) => `stays:${i}`));
    if (policy === 'noeviction') {
      expect(refused).toEqual([oom]);
      expect(await pod.info('evicted_keys')).toBe(0);
      expect(await chat.ask('GET', 'stays:0')).toBe('v'.repeat(10_000));
      // Room is made by the client itself.
      expect(await chat.ask('DEL', ...Array.from({ length: 500 }, (_, i) => `stays:${i}`))).toBe(500);
      expect(await chat.ask('SET', 'again', '1')).toBe('OK');
    } else {
      expect(refused).toEqual([]);
      expect(await pod.info('evicted_keys')).toBeGreaterThan(3000);
      expect(keys).toBeLessThan(7000);
    }
    if (policy.startsWith('volatile')) {
      expect(stayed).toBe(2000);
      // Keys without a time to live fill the rest: then there is none that could go.
      expect(await fill(chat, 'more:', 8000, 10_000)).toEqual([oom]);
    }
    // All of the first were unused longer than the last 4000.
    if (policy === 'allkeys-lru') expect(stayed).toBeLessThan(400);
    expect(await pod.info('used_memory')).toBeLessThan(mib(64) * 1.02);
    chat.close();
  });

  test('a value longer than the buffers of clients may be ends its own connection, and no other', async () => {
    await start(version);
    const [chat, other] = [await pod.as('chat'), await pod.as('chat')];
    await expect(chat.ask('SET', 'long', 'v'.repeat(8 * 1024 ** 2))).rejects.toThrow('the connection is cut');
    expect(await other.ask('SET', 'short', 'v'.repeat(2 * 1024 ** 2))).toBe('OK');
    expect(await pod.info('evicted_clients')).toBe(1);
    other.close();
  });

  test.each([
    ['snapshots', { by: 'snapshots', every: seconds(1) }],
    ['a log', { by: 'log' }],
    ['nothing', { by: 'nothing' }],
  ] as const)('full, written to and saved, it takes less memory than the pod has: %s', async (_, keeps) => {
    // jemalloc gives memory back some seconds late: of a small cache that is as much as a round of values.
    const size = mib(version === '8.0.1' ? 192 : 64);
    await start(version, { keeps, maxMemory: size });
    const chat = await pod.as('chat');
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, pod.memory())), 100);
    try {
      // Values of other sizes push out those before them, which leaves gaps.
      for (const length of [800, 2500, 1500, 10_000])
        await fill(chat, `${length}:`, Math.ceil((0.6 * size) / (length + 60)), length);
    } finally {
      clearInterval(watch);
    }
    expect(await pod.info('evicted_keys')).toBeGreaterThan(0);
    if (keeps.by === 'snapshots') await until(async () => (await pod.info('rdb_saves')) > 0, 'the snapshot');
    if (keeps.by === 'log') expect(await pod.info('aof_rewrites')).toBeGreaterThan(0);
    expect(most).toBeGreaterThan(size);
    // The server itself takes some 10 MiB of the 256 that it has. The C library leaves larger gaps than jemalloc does,
    // which the image and the server of Debian have.
    expect(most).toBeLessThan(version === '8.0.1' ? pod.limit - mib(256 - 16) : pod.limit);
    chat.close();
  });

  test('killed, it has all that the log was flushed with', async () => {
    await start(version, { keeps: { by: 'log' } });
    expect(await answer('chat', 'SET', 'a', '1')).toBe('OK');
    await until(async () => (await pod.info('aof_pending_bio_fsync')) === 0, 'the flush');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await pod.endServer('SIGKILL');
    await pod.startServer();
    await pod.untilReady();
    expect(await answer('chat', 'GET', 'a')).toBe('1');
  });

  test('killed, it has what the last snapshot had; ended, it writes one more', async () => {
    await start(version, { keeps: { by: 'snapshots', every: seconds(3) } });
    expect(await answer('chat', 'SET', 'a', '1')).toBe('OK');
    await until(async () => (await pod.info('rdb_changes_since_last_save')) === 0, 'the snapshot');
    expect(await answer('chat', 'SET', 'b', '1')).toBe('OK');
    await pod.endServer('SIGKILL');
    await pod.startServer();
    await pod.untilReady();
    expect(await answer('chat', 'MGET', 'a', 'b')).toEqual(['1', null]);
    expect(await answer('chat', 'SET', 'b', '2')).toBe('OK');
    await pod.endServer('SIGTERM');
    await pod.startServer();
    await pod.untilReady();
    expect(await answer('chat', 'MGET', 'a', 'b')).toEqual(['1', '2']);
  });

  test('without snapshots and log it is empty after a restart, and its users are there', async () => {
    await start(version);
    expect(await answer('chat', 'SET', 'a', '1')).toBe('OK');
    await pod.endServer('SIGTERM');
    await pod.startServer();
    await pod.untilReady();
    expect(await answer('chat', 'DBSIZE')).toBe(0);
  });

  test('it listens while it loads its data, and is not ready', async () => {
    await start(version, { keeps: { by: 'log' } }, [
      'key-load-delay 1500',
      'loading-process-events-interval-bytes 1024',
    ]);
    const chat = await pod.as('chat');
    expect(await fill(chat, 'key:', 6000, 100)).toEqual([]);
    chat.close();
    await pod.endServer('SIGTERM');
    await pod.startServer();
    expect(pod.isReady()).toBe(false);
    expect(String(await answer('chat', 'GET', 'key:0'))).toMatch(/^-LOADING /);
    await pod.untilReady();
    expect(await answer('chat', 'DBSIZE')).toBe(6000);
  });
});

describe('TLS', () => {
  const host = 'chat-cache.apps.svc';
  let files: Sandbox;
  const issued = (name: string) => {
    const [key, certificate] = [join(files.folder, `${name}.key`), join(files.folder, `${name}.crt`)];
    execFileSync(
      required('openssl'),
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
        .concat(['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${host}`])
        .concat(['-keyout', key, '-out', certificate]),
      { stdio: 'pipe' },
    );
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  };
  afterEach(() => files.remove());

  test('plain connections and old protocols are refused, and a renewed certificate is served without a restart', async () => {
    files = new Sandbox();
    const [first, renewed] = [issued('first'), issued('renewed')];
    pod = await ValkeyPod.start('8.0.1', { ...plain, tls: { secretName: 'cache-tls' } });
    pod.certificate(first.certificate, first.key);
    await pod.run();
    await pod.untilReady();

    const socket = connect(pod.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString())).on('error', () => undefined);
    socket.write('AUTH chat chat\r\nGET a\r\n');
    // `once` would take the reset for a failure.
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    expect(received).toBe('');

    const over = (ca: string, further = {}) => Client.tls(pod.port, { ca, servername: host, ...further });
    const client = await over(first.certificate);
    expect(await client.ask('GET', 'a')).toBe('-NOAUTH Authentication required.');
    expect(await client.ask('AUTH', 'chat', 'wrong')).toMatch(/^-WRONGPASS /);
    expect(await client.ask('AUTH', 'chat', 'chat')).toBe('OK');
    expect(await client.ask('SET', 'a', '1')).toBe('OK');
    await expect(
      over(first.certificate, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ).rejects.toThrow();

    pod.certificate(renewed.certificate, renewed.key);
    await until(
      () =>
        over(renewed.certificate).then(
          (each) => (each.close(), true),
          () => false,
        ),
      'the renewal',
    );
    await expect(over(first.certificate)).rejects.toThrow('self-signed certificate');
    expect(await client.ask('GET', 'a')).toBe('1');
    expect(pod.log).toContain('the certificate is read again');
    client.close();
  });
});
