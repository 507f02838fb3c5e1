/**
 * A loader behind a real HTTP proxy, and a hub whose certificate only the authority of a company signed. The name of
 * the hub resolves nowhere: without the proxy there is no way to it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seconds } from '../../lib/core/duration';
import { loader, type LoaderInputs } from '../../lib/programs/loader';
import { Sandbox } from './support/container';
import { hubModel } from './support/models';
import { Origin } from './support/origin';
import { Company, hubName } from './support/company';
import { blobsOf } from './support/store';

const file = Buffer.from('weights behind a proxy');
let company: Company;
let sandbox: Sandbox;

beforeAll(async () => {
  company = await Company.open({ '/org/model-GGUF/resolve/main/m.gguf': file });
});
afterAll(() => company.close());
beforeEach(() => {
  sandbox = new Sandbox();
  company.forget();
});
afterEach(() => sandbox.remove());

async function load(more: Partial<LoaderInputs>, hub = `https://${hubName}`) {
  const root = sandbox.volume('store');
  const run = loader.run({
    weights: [hubModel(new Origin(), 'm', { 'm.gguf': file })],
    source: { from: 'origin', hub, registry: hub },
    root,
    patience: seconds(0),
    firstPause: seconds(0),
    ...more,
  });
  const { code, output } = await sandbox.run(run);
  return { code, output, blobs: blobsOf(root).length, tunnels: company.tunnels };
}
const proxy = () => ({ url: company.proxy, noProxy: [] });
const caFile = () => sandbox.file('ca.crt', readFileSync(company.authority));

test('goes through the proxy, and trusts the authority', async () => {
  expect(await load({ proxy: proxy(), caFile: caFile() })).toMatchObject({
    code: 0,
    blobs: 1,
    tunnels: [`${hubName}:443`],
  });
});

test('does not find the hub without the proxy', async () => {
  const { output, ...rest } = await load({ caFile: caFile() });
  expect(rest).toEqual({ code: 11, blobs: 0, tunnels: [] });
  expect(output).toContain(`Could not resolve host: ${hubName}`);
});

test('does not trust the hub without the authority', async () => {
  const { output, ...rest } = await load({ proxy: proxy() });
  expect(rest).toEqual({ code: 11, blobs: 0, tunnels: [`${hubName}:443`] });
  expect(output).toMatch(/certificate/);
});

test.each([['localhost'], ['127.0.0.0/8'], ['.localhost']])(
  'goes to a host of noProxy directly: %s',
  async (exception) => {
    const host = exception === '127.0.0.0/8' ? '127.0.0.1' : 'localhost';
    const direct = { proxy: { url: 'http://127.0.0.1:9', noProxy: ['other.example', exception] }, caFile: caFile() };
    expect(await load(direct, `https://${host}:${company.port}`)).toMatchObject({ code: 0, blobs: 1, tunnels: [] });
  },
);

test('reports a proxy that refuses', async () => {
  company.refuse = true;
  const { code, output, blobs } = await load({ proxy: proxy(), caFile: caFile() });
  expect({ code, blobs }).toEqual({ code: 11, blobs: 0 });
  expect(output).toContain('403');
  expect(output).toContain('no network policy or proxy blocks it');
});

describe('a proxy with a password', () => {
  const password = String.raw`p@ss:w"ord\1 $HOME`;
  const secret = (username: string, given: string) => {
    const folder = sandbox.volume('login');
    writeFileSync(join(folder, 'username'), username);
    writeFileSync(join(folder, 'password'), given);
    return folder;
  };

  test.each([
    ['http', () => company.proxy],
    ['https', () => company.tlsProxy],
  ])('gets the name and the password of the Secret, by %s', async (_, url) => {
    company.login = `corral:${password}`;
    const loaded = await load({
      proxy: { url: url(), noProxy: [] },
      proxyLogin: secret('corral', `${password}\n`),
      caFile: caFile(),
    });
    expect(loaded).toMatchObject({ code: 0, blobs: 1, tunnels: [`${hubName}:443`] });
    expect(loaded.output).not.toContain('p@ss');
  });

  test('that it does not accept ends the loader at once, and is not printed', async () => {
    company.login = 'corral:right';
    const { output, ...rest } = await load({ proxy: proxy(), proxyLogin: secret('corral', 'wrong'), caFile: caFile() });
    expect(rest).toEqual({ code: 12, blobs: 0, tunnels: [] });
    expect(output).toContain('the proxy answered 407: it did not accept the name and the password that the Secret has');
    expect(output).not.toContain('wrong');
  });

  test.each([
    ['username', 'a:b', 'x', 'username of the proxy in LOGIN has a colon'],
    ['username', '', 'x', 'username of the proxy in LOGIN is not one line'],
    ['password', 'a', 'x\ny', 'password of the proxy in LOGIN is not one line'],
  ])('is refused where its %s cannot be sent', async (_, username, given, message) => {
    const login = secret(username, given);
    const { code, output } = await load({ proxy: proxy(), proxyLogin: login });
    expect({ code, output }).toEqual({
      code: 10,
      output: expect.stringContaining(`loader: error: ${message.replace('LOGIN', login)}`),
    });
  });
});

test('a proxy that is reached by TLS needs no password, and its certificate is judged by the authority', async () => {
  const by = { proxy: { url: company.tlsProxy, noProxy: [] } };
  const { output, ...rest } = await load(by);
  expect(rest).toEqual({ code: 11, blobs: 0, tunnels: [] });
  expect(output).toMatch(/certificate/);
  expect(await load({ ...by, caFile: caFile() })).toMatchObject({ code: 0, blobs: 1, tunnels: [`${hubName}:443`] });
});
