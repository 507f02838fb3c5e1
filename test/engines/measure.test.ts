/** `corral measure` with the real server: what it prints is what the plan computes, and what it refuses to measure with. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageReference } from '../../lib/catalog/image';
import { images } from '../../lib/catalog/images';
import { inMib } from '../../lib/core/bytes';
import { llamaServerBuild } from '../../lib/engines/llama-server/build';
import { completeLlamaServerSettings } from '../../lib/engines/llama-server/defaults';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { commands } from '../../scripts/commands';
import { termBytes } from '../sizing/terms';
import { shapes } from '../sizing/engine/shapes';
import { Machine } from './support/pod';
import { cut, entryOf, writeShape } from './support/shape';

let machine: Machine;
let server: string;
const folder = mkdtempSync(join(tmpdir(), 'corral-measure-'));
const file = join(folder, 'model.gguf');
const { facts, mix, ...variant } = shapes['lfm2-1.2b'];
const shape = cut({ facts, mix, variant }, 6);
beforeAll(async () => {
  machine = await Machine.start();
  server = join((await machine.image(imageReference(images.llamaServer))).folder, 'app', 'llama-server');
  writeShape(file, shape);
});
afterAll(async () => {
  await machine.stop();
  rmSync(folder, { recursive: true });
});

async function measure(...words: readonly string[]) {
  const printed = { out: '', error: '' };
  const console = {
    out: (text: string) => void (printed.out += `${text}\n`),
    error: (text: string) => void (printed.error += `${text}\n`),
  };
  const exit = await commands.measure.run([file, ...words], { console });
  return { exit, ...printed };
}

test('prints the memory of the host, and what a CPU does not show', async () => {
  const { exit, out, error } = await measure('--server', server, '--context-length', '2048', '--parallel', '3');
  expect([exit, error]).toEqual([0, expect.stringContaining('Measured on a CPU: it shows no buffers of GPUs')]);
  expect(error).toContain("The memory of architecture 'lfm2' is computed");
  const { measured } = JSON.parse(out) as { readonly measured: { readonly host: number } };
  expect(measured).toMatchObject({ gpu: [], contextLength: 2048, parallel: 3, build: llamaServerBuild });
  const settings = completeLlamaServerSettings({ contextLength: 2048, parallel: 3, maxOutputLength: 1 }, 0);
  const { host } = llamaServerMemory(entryOf(shape), settings, 0, 'lfm2');
  const names = ['mapped weights', 'KV cache', 'recurrent state', 'output', 'compute'] as const;
  const planned = names.reduce((sum, name) => sum + inMib(termBytes(host, name)), 0);
  expect(measured.host).toBeGreaterThan(planned * 0.9 - 16);
  expect(measured.host).toBeLessThan(planned + 1);
});

test('refuses a server of another build, and how to get the right one', async () => {
  const other = join(folder, 'other');
  writeFileSync(other, '#!/bin/sh\necho "version: 0.4.0 (build 10488, commit abc)" >&2\n');
  chmodSync(other, 0o755);
  const { exit, out, error } = await measure('--server', other);
  expect([exit, out]).toEqual([2, '']);
  expect(error).toContain(`--server: ${other} is build b10488, and environments run build ${llamaServerBuild}.`);
  expect(error).toContain(`tag ${llamaServerBuild} of https://github.com/ggml-org/llama.cpp`);
});

test('refuses GPUs that the server does not find', async () => {
  const { exit, error } = await measure('--server', server, '--gpus', '1');
  expect(exit).toBe(2);
  expect(error).toMatch(/ServerEnded|OtherDevices/);
});
