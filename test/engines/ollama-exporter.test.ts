/**
 * The exporter of a fleet as rendered, beside the real Ollama: what is loaded, that the CPU computes a model, and a
 * server that is gone.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../lib';
import { toolPath } from '../../scripts/toolchain/tools';
import { freePort } from '../components/ports';
import { fetchFrom } from './support/http';
import { startReady } from './support/kubelet';
import { Machine, Pod, type Process } from './support/pod';
import { layOutStore, registryEntry } from './support/registry-model';
import { containerOf, podOf, render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { quick, tinyFile } from './support/tiny-model';

const tiny = registryEntry(quick, tinyFile(quick, 1), 'a:tiny');
const environment = tinyEnvironment({
  catalog: { [tiny.tag]: tiny.model },
  ollama: {
    fleet: {
      models: ['a:tiny'],
      settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256, keepAlive: seconds(300) },
    },
  },
});
const rendered = render({
  ...environment,
  cluster: { ...environment.cluster, monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } } },
  monitoring: { scrape: { by: 'annotations' } },
});

let machine: Machine;
let pod: Pod;
let server: Process;
let exporter: ChildProcess;
let folder: string;
let port: number;

/** Runs the container as rendered: the same command, on free ports. */
async function startExporter(): Promise<void> {
  const [, ...words] = containerOf(podOf(rendered, 'fleet'), 'exporter').command ?? [];
  const program = words.find((word) => word.endsWith('.cjs')) ?? '';
  const file = program.slice(program.lastIndexOf('/') + 1);
  const text = Object.values(podOf(rendered, 'fleet').configMaps).flatMap((data) => data[file] ?? [])[0] ?? '';
  folder = mkdtempSync(join(tmpdir(), 'corral-exporter-'));
  writeFileSync(join(folder, file), text);
  port = await freePort();
  const own: Readonly<Record<string, string>> = {
    [program]: join(folder, file),
    '9434': `${port}`,
    'http://127.0.0.1:11434': `http://127.0.0.1:${pod.port}`,
  };
  exporter = spawn(
    await toolPath('node-24'),
    words.map((word) => own[word] ?? word),
    { stdio: 'ignore' },
  );
  for (;;) {
    const alive = await fetchFrom(port, 'GET', '/live').catch(() => undefined);
    if (alive?.status === 200) return;
    if (exporter.exitCode !== null) throw new Error(`the exporter ended with ${exporter.exitCode}`);
    await sleep(50);
  }
}

beforeAll(async () => {
  machine = await Machine.start();
  const weights = machine.folder('weights');
  layOutStore(weights, [tiny]);
  pod = await Pod.place(machine, podOf(rendered, 'fleet'), { volumes: { weights } });
  server = await startReady(pod, 'ollama');
  await startExporter();
});
afterAll(async () => {
  exporter.kill('SIGKILL');
  await machine.stop();
  rmSync(folder, { recursive: true });
});

/** Samples by series. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const { status, body } = await fetchFrom(port, 'GET', '/metrics');
  expect(status).toBe(200);
  return new Map(
    body
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}
const of = (metric: string): string => `${metric}{model="a:tiny"}`;

test('the loaded model: all of it on the CPU, where there is no GPU, until its keep-alive ends', async () => {
  const seen = await scrape();
  expect([seen.get('ollama_up'), seen.get(of('ollama_model_loaded'))]).toEqual([1, 1]);
  expect(seen.get(of('ollama_model_bytes'))).toBeGreaterThan(0);
  // What a fallback to the CPU looks like: on a GPU both are equal.
  expect(seen.get(of('ollama_model_vram_bytes'))).toBe(0);
  expect(seen.get(of('ollama_model_expires_seconds'))).toBeGreaterThan(0);
  expect(seen.get(of('ollama_model_expires_seconds'))).toBeLessThanOrEqual(300);
});

test('a scrape does not wait for an answer that is generated', async () => {
  const answer = fetchFrom(pod.port, 'POST', '/api/generate', {
    model: 'a:tiny',
    prompt: 'a',
    stream: false,
    options: { num_predict: 200 },
  });
  let scrapes = 0;
  const ended = answer.then(() => true);
  while (!(await Promise.race([ended, sleep(0).then(() => false)]))) {
    expect((await scrape()).get('ollama_up')).toBe(1);
    scrapes += 1;
  }
  expect(scrapes).toBeGreaterThan(0);
});

test('a model that is unloaded has no series, and a server that is gone is down', async () => {
  await fetchFrom(pod.port, 'POST', '/api/generate', { model: 'a:tiny', keep_alive: 0 });
  while ((await scrape()).has(of('ollama_model_loaded'))) await sleep(100);
  await server.kill();
  expect([...(await scrape())]).toEqual([['ollama_up', 0]]);
});

test('the exporter ends at once when its pod ends', async () => {
  exporter.kill('SIGTERM');
  expect(await once(exporter, 'exit')).toEqual([0, null]);
});
