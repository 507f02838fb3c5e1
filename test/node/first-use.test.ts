/**
 * The first use as README.md has it, word by word: from nothing to a stream of tokens through the gateway. Then keys
 * that are revoked, in the time that the how-to page states.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { local } from '../../overlays/local';
import { registryEntry } from '../engines/support/registry-model';
import { hubEntry, quick, tinyFile } from '../engines/support/tiny-model';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { Desk } from './stand/desk';
import type { Passage } from './stand/passage';
import { serveRegistry } from './stand/registry';
import { NodeWorld } from './stand/world';

const root = join(__dirname, '..', '..');

/** Small models behind the names of those of `local`. */
const smollm = 'smollm2-1.7b-instruct/Q4_K_M';
const smollmFile = tinyFile(quick, 21);
const smollmRepository = 'HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF';
const smollmPath = 'smollm2-1.7b-instruct-q4_k_m.gguf';
const qwen = registryEntry(quick, tinyFile(quick, 22), 'qwen2.5:0.5b');

const input: EnvironmentInput = {
  ...local,
  catalog: {
    models: {
      [smollm]: {
        ...hubEntry(quick, smollmFile, smollmPath),
        origin: { from: 'huggingface', repo: smollmRepository },
      },
      [qwen.tag]: qwen.model,
    },
  },
};

/** The commands of README.md, without the installation of what is there. */
function firstUse(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, block = ''] = /## First use\n[^]*?```sh\n([^]*?)```/.exec(readme) ?? [];
  expect(block).toMatch(/^npm ci --ignore-scripts\n/);
  return block.replace(/^npm ci .*\n/, '');
}

let world: NodeWorld;
let desk: Desk;
/** Connections inside of each pod of the gateway: no network policy is on their way. */
let pods: readonly Passage[];

beforeAll(async () => {
  world = await NodeWorld.start(input, { images: ['curl', 'llama-server', 'envoy', 'nodejs'] });
  const { hub } = world.stand;
  hub.serve(`/${smollmRepository}/resolve/main/${smollmPath}`, smollmFile);
  serveRegistry(hub, qwen);
  desk = Desk.at(world.stand, input);
});
afterAll(() => world?.end());

/** The parts of a stream of server-sent events. */
const partsOf = (out: string): readonly string[] => [...out.matchAll(/^data: (.+)$/gm)].map(([, text = '']) => text);

test('the commands of README.md give a stream of tokens', async () => {
  const start = Date.now();
  const parts = partsOf(await desk.run(firstUse()));
  expect(parts.at(-1)).toBe('[DONE]');
  const tokens = parts
    .slice(0, -1)
    .map((text) => JSON.parse(text) as { choices: [{ delta: { content?: string } }?] })
    .filter(({ choices: [choice] }) => (choice?.delta.content ?? '') !== '');
  // Noise does not end an answer early: it is as long as the environment allows.
  expect(tokens.length).toBeGreaterThan(100);
  const running = await world.stand.client.list('Pod', { namespace: 'llm-gateway' });
  pods = await Promise.all(running.map(({ metadata }) => world.stand.from('llm-gateway', metadata?.name ?? '')));
  expect(pods.length).toBeGreaterThan(0);
  count('firstUse', { environments: 1, tokens: tokens.length, seconds: secondsSince(start) });
});

/** Status of a short request with a key, at each pod of the gateway. */
async function statuses(key: string): Promise<readonly number[]> {
  return Promise.all(
    pods.map(async (pod) => {
      const headers = { authorization: `Bearer ${key}` };
      return (await pod.ask('http://127.0.0.1:8080/v1/models', { headers })).status;
    }),
  );
}

/** An address that sends many wrong keys gets 429 instead of 401. */
const meaning: Readonly<Record<number, string>> = { 200: 'accepted', 401: 'refused', 429: 'refused' };

/** Seconds since a moment until every pod does the same with a key. */
async function secondsUntil(wanted: 'accepted' | 'refused', key: string, since: number): Promise<number> {
  for (;;) {
    const found = await statuses(key);
    if (found.every((status) => meaning[status] === wanted)) return secondsSince(since);
    expect(found.filter((status) => meaning[status] === undefined)).toEqual([]);
    if (secondsSince(since) > 180) throw new Error(`after three minutes the key still gets ${found.join(', ')}`);
    await sleep(250);
  }
}

async function newKey(): Promise<{ readonly key: string; readonly id: string }> {
  const key = (await desk.run('npm run --silent key -- new --client default')).trim();
  return { key, id: key.split('_')[1] ?? '' };
}

test('a key is known within seconds, and refused within seconds after it was revoked', async () => {
  const { key, id } = await newKey();
  const made = Date.now();
  const known = await secondsUntil('accepted', key, made);
  const { code, error } = await desk.shell(`npm run --silent key -- revoke ${id}`);
  expect({ code, error }).toEqual({
    code: 0,
    error: expect.stringMatching(/ The gateway refuses it within seconds, on \d pods?\.\n$/),
  });
  const revoked = Date.now();
  const gone = await secondsUntil('refused', key, revoked);
  expect(known).toBeLessThan(30);
  expect(gone).toBeLessThan(30);
  count('revoked', { 'keys revoked by the command': 1, 'seconds until the command was in force': gone });
});

test('a key whose entry alone is removed is refused within two minutes', async () => {
  const { key, id } = await newKey();
  await secondsUntil('accepted', key, Date.now());
  const since = Date.now();
  const where = ['secret', 'gateway-keys', '--namespace', 'llm-gateway'];
  const patch = JSON.stringify([{ op: 'remove', path: `/data/${id}` }]);
  await world.stand.kubectl.run(['patch', ...where, '--type', 'json', '--patch', patch]);
  const gone = await secondsUntil('refused', key, since);
  expect(gone).toBeLessThan(120);
  count('revoked', { 'keys removed from the Secret': 1, 'seconds until the removal was in force': gone });
});
