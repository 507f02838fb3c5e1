/**
 * `npm run lock` behind a real HTTP proxy, with a hub whose certificate only the authority of a company signed: as a
 * process, since Node reads NODE_EXTRA_CA_CERTS at its start.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { FaultError } from '../../lib/core/fault';
import { proxyFor } from '../../scripts/lock/proxy';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../gguf/model-file';
import { writeSparseGguf } from '../gguf/writer';
import { Company, hubName } from './support/company';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'corral-lock-proxy-'));
const lockFile = join(folder, 'models.lock.json');
const tiny: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 2,
  contextLength: 4096,
  embeddingLength: 256,
  feedForwardLength: 512,
  headCount: 4,
  headCountKv: 2,
  keyLength: 64,
  valueLength: 64,
  vocabularySize: 320,
  ropeDimensionCount: 64,
};
let company: Company;

beforeAll(async () => {
  const path = join(folder, 'Tiny.Q4_K_M.gguf');
  writeSparseGguf(
    path,
    { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) },
    modelTensors(tiny, 'Q4_K_M', { tied: false }),
  );
  company = await Company.open({ '/org/tiny/resolve/main/Tiny.Q4_K_M.gguf': readFileSync(path) });
});
afterAll(() => {
  company.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  company.forget();
  writeFileSync(lockFile, '{}');
});

/** Locks the file of the hub in a process with these variables, and no others of a network. */
async function lock(variables: Readonly<Record<string, string>>, hub = `https://${hubName}`) {
  const words = ['lock', 'org/tiny', 'Tiny.Q4_K_M.gguf', '--hub', hub, '--into', lockFile];
  const child = spawn(process.execPath, [join(root, 'scripts', 'run.cjs'), ...words], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let error = '';
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { code, error, keys: Object.keys(JSON.parse(readFileSync(lockFile, 'utf8')) as object) };
}

const authority = () => ({ NODE_EXTRA_CA_CERTS: company.authority });

describe('npm run lock', () => {
  test('goes through the proxy of HTTPS_PROXY', async () => {
    expect(await lock({ ...authority(), HTTPS_PROXY: company.proxy })).toMatchObject({
      code: 0,
      keys: ['tiny/Q4_K_M'],
    });
    expect(new Set(company.tunnels)).toEqual(new Set([`${hubName}:443`]));
  });

  test('does not trust the hub without the authority, and names the variable', async () => {
    const { code, error, keys } = await lock({ HTTPS_PROXY: company.proxy });
    expect({ code, keys }).toEqual({ code: 3, keys: [] });
    expect(error).toContain(
      'fix: NODE_EXTRA_CA_CERTS with the file of the certificate authority of your company or mirror (PEM)\n  [HubCertificateRefused]',
    );
  });

  test('reaches a host of NO_PROXY directly', async () => {
    const variables = { ...authority(), HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'other.example,localhost' };
    expect(await lock(variables, `https://localhost:${company.port}`)).toMatchObject({
      code: 0,
      keys: ['tiny/Q4_K_M'],
    });
    expect(company.tunnels).toEqual([]);
  });

  test('names the proxy that refuses', async () => {
    company.refuse = true;
    const { code, error } = await lock({ ...authority(), HTTPS_PROXY: company.proxy });
    expect(code).toBe(3);
    expect(error).toContain(
      `fix: check HTTPS_PROXY, which leads to the proxy ${new URL(company.proxy).host}, or name the host in NO_PROXY · without a network,`,
    );
    expect(error).toContain('[HubUnreachable]');
  });

  test.each([
    ['http', () => company.proxy],
    ['https', () => company.tlsProxy],
  ])('sends the name and the password in the address of a proxy, by %s', async (_, proxy) => {
    company.login = 'corral:p@ss word';
    const address = proxy().replace('://', '://corral:p%40ss%20word@');
    expect(await lock({ ...authority(), HTTPS_PROXY: address })).toMatchObject({ code: 0, keys: ['tiny/Q4_K_M'] });
    expect(new Set(company.tunnels)).toEqual(new Set([`${hubName}:443`]));
  });

  test.each([
    ['a wrong one', 'http://corral:s3cret@127.0.0.1'],
    ['none', 'http://127.0.0.1'],
  ])('with %s names the variable and prints no password', async (_, address) => {
    company.login = 'corral:right';
    const url = `${address}:${new URL(company.proxy).port}`;
    const { code, error } = await lock({ ...authority(), HTTPS_PROXY: url });
    expect(code).toBe(3);
    expect(error).toContain(
      'fix: the name and the password of the proxy in HTTPS_PROXY: http://NAME:PASSWORD@PROXY:PORT, with %40 for @ and %3A for :\n  [ProxyLogin]',
    );
    expect(error).not.toContain('s3cret');
  });

  test('proposes the variable where the hub cannot be found without it', async () => {
    const { code, error } = await lock(authority());
    expect(code).toBe(3);
    expect(error).toContain('behind a proxy: HTTPS_PROXY=http://PROXY:PORT');
  });
});

describe('the proxy of an address', () => {
  const proxies = { HTTPS_PROXY: 'http://secure.example:1', HTTP_PROXY: 'clear.example:2' };

  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['https://hub.example', proxies, 'http://secure.example:1'],
    ['http://hub.example', proxies, 'http://clear.example:2'],
    ['http://hub.example', { HTTPS_PROXY: 'http://secure.example:1' }, undefined],
    ['http://hub.example', { ALL_PROXY: 'http://all.example:3' }, 'http://all.example:3'],
    ['https://hub.example', { ...proxies, https_proxy: 'http://small.example:4' }, 'http://small.example:4'],
    ['https://hub.example', { ...proxies, https_proxy: '' }, 'http://secure.example:1'],
    ['https://hub.example', { ...proxies, NO_PROXY: 'example' }, undefined],
    ['https://hub.example:8443', { ...proxies, NO_PROXY: 'hub.example:8443' }, undefined],
    ['https://hub.example', { ...proxies, NO_PROXY: 'hub.example:8443' }, 'http://secure.example:1'],
    ['https://hub.example', { ...proxies, NO_PROXY: 'hub.example:443' }, undefined],
    ['https://[fd00::7]', { ...proxies, NO_PROXY: 'a.example [fd00::7]' }, undefined],
    ['https://hub.example', { ...proxies, NO_PROXY: '*' }, undefined],
    ['https://hub.example', {}, undefined],
  ])('%s with %j is %s', (address, variables, url) => {
    expect(proxyFor(address, variables)?.url).toBe(url);
  });

  test('is apart from its login', () => {
    expect(proxyFor('https://hub.example', { HTTPS_PROXY: 'http://a%40b:p%3Aq@proxy.example:3128' })).toEqual({
      variable: 'HTTPS_PROXY',
      url: 'http://proxy.example:3128',
      login: 'a@b:p:q',
    });
  });

  test('is refused if its login cannot be decoded, without it', () => {
    expect(() => proxyFor('https://hub.example', { HTTPS_PROXY: 'http://user:50%@proxy.example:3128' })).toThrow(
      "'http://…@proxy.example:3128' is not the address of an HTTP proxy",
    );
  });

  test('is refused if it is none of HTTP, without its password', () => {
    expect(() => proxyFor('https://hub.example', { ALL_PROXY: 'socks5://user:secret@proxy.example:1080' })).toThrow(
      new FaultError([
        {
          at: 'ALL_PROXY',
          found: "'socks5://…@proxy.example:1080' is not the address of an HTTP proxy",
          remedies: [{ label: 'allowed', options: ['an http or https URL: http://proxy.example:3128'] }],
          code: 'ProxyAddress',
        },
      ]),
    );
  });
});
