/**
 * A loader behind a real HTTP proxy, and a hub whose certificate only the authority of a company signed. The name of
 * the hub resolves nowhere: without the proxy there is no way to it.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
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
