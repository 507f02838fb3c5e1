/**
 * A llama-server that cannot run ends by itself, and its last lines name the cause: what `kubectl logs --previous` will
 * show.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localMount } from '../../lib/programs/volumes';
import { required } from '../programs/support/debian';
import { ask, keepStarting, startReady, terminate, Watch } from './support/kubelet';
import { Machine, Pod, type Ended, type PodSurroundings, type Process } from './support/pod';
import { containerOf, podOf, render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, slow, tinyFile } from './support/tiny-model';

const file = tinyFile(slow, 1);
const rendered = podOf(
  render(
    tinyEnvironment({
      catalog: { 'slow/F32': hubEntry(slow, file, 'slow.gguf') },
      models: { slow: { weights: 'slow/F32', settings: { contextLength: 32_768, parallel: 4, maxOutputLength: 400 } } },
    }),
  ),
  'slow',
);

/** The stated factor by which the startup probe's period is divided for a run that hangs. */
const timeFactor = 20;
/** And for one that loads: a busy machine is slow. */
const gentleFactor = 4;

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

/** Places the pod with a file, or without. */
async function placed(content: Buffer | undefined, surroundings: PodSurroundings = {}): Promise<Pod> {
  const weights = machine.folder('weights');
  const path = (containerOf(rendered, 'llama-server').args?.[1] ?? '').replace(localMount, weights);
  mkdirSync(dirname(path), { recursive: true });
  if (content !== undefined) writeFileSync(path, content);
  return Pod.place(machine, rendered, { ...surroundings, volumes: { weights } });
}

/**
 * Stops every thread of a process. A signal is sent before it has reached all of them, and a thread that still runs
 * would answer.
 */
async function freeze(process: Process): Promise<void> {
  process.signal('SIGSTOP');
  const threads = `/proc/${process.pid}/task`;
  const states = () =>
    readdirSync(threads).map((thread) =>
      readFileSync(`${threads}/${thread}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .charAt(0),
    );
  while (states().some((state) => state !== 'T')) await sleep(10);
}

/** Runs the server until it ends, while its startup probe is asked: a probe that succeeded would be a lie. */
async function failed(pod: Pod): Promise<Ended> {
  const process = await pod.start('llama-server');
  const watch = new Watch(pod, 'llama-server', process);
  await expect(watch.started()).rejects.toThrow(`${rendered.name} did not start`);
  const { startup, readiness } = await watch.stop();
  expect([...startup, ...readiness]).not.toContain('200');
  return process.end;
}

/** A header that promises one more tensor element than there is. */
const cut = file.subarray(0, file.length - 4096);
const otherMagic = Buffer.concat([Buffer.from('GGML'), file.subarray(4)]);
const zeros = Buffer.alloc(4096);

describe('a llama-server', () => {
  test.each([
    ['without its file', undefined, /failed to open GGUF file .*No such file or directory/],
    [
      'with a file that was cut off',
      cut,
      /tensor .* data is not within the file bounds, model is corrupted or incomplete/,
    ],
    ['with a file of another kind', otherMagic, /invalid magic characters: 'GGML'/],
    ['with a file of zeros', zeros, /invalid magic characters/],
  ])('%s ends with 1 and says so', async (_, content, says) => {
    expect(await failed(await placed(content))).toEqual({ code: 1, output: expect.stringMatching(says) });
  });

  test.each(['CUDA0', 'CUDA0,CUDA1'])(
    'that is given %s and finds no GPU ends with 1 and says so, instead of serving on the CPU',
    async (devices) => {
      const pod = await placed(file);
      const { command = [], args = [] } = containerOf(rendered, 'llama-server');
      const process = await pod.start('llama-server', [...command, ...args, '--device', devices]);
      expect(await process.end).toEqual({
        code: 1,
        output: expect.stringContaining('error while handling argument "--device": invalid device: CUDA0'),
      });
    },
  );

  test('with too little memory ends with 1 and says what it wanted', async () => {
    // 440 MiB of addresses hold the program and the mapped file, but not the cache of four slots.
    const pod = await placed(file, { wrapper: [required('prlimit'), `--as=${440 * 1024 ** 2}`] });
    expect(await failed(pod)).toEqual({
      code: 1,
      output: expect.stringMatching(/failed to allocate|cannot allocate memory|std::bad_alloc/i),
    });
  });

  test('that is killed while it loads starts as if nothing had been', async () => {
    const pod = await placed(file);
    const first = await pod.start('llama-server');
    await sleep(100);
    expect(await first.kill()).toMatchObject({ code: 137 });
    const second = await startReady(pod, 'llama-server');
    expect(await terminate(second, rendered.spec.terminationGracePeriodSeconds ?? 0)).toMatchObject({ code: 0 });
  });

  test('is started again when it ends, and serves once its file is there', async () => {
    const pod = await placed(undefined);
    const path = (containerOf(rendered, 'llama-server').args?.[1] ?? '').replace(localMount, pod.volume('weights'));
    const { process, failed } = await keepStarting(pod, 'llama-server', () => gentleFactor, {
      before: (run) => {
        if (run === 2) writeFileSync(path, file);
      },
    });
    expect(failed.map(({ code }) => code)).toEqual([1, 1]);
    expect(await terminate(process, rendered.spec.terminationGracePeriodSeconds ?? 0)).toMatchObject({ code: 0 });
    expect(rendered.spec.restartPolicy ?? 'Always').toBe('Always');
  });

  test('that hangs while it loads is killed when its startup budget is over, and started again', async () => {
    const pod = await placed(file);
    const started = Date.now();
    let restarted = 0;
    const { process, failed } = await keepStarting(
      pod,
      'llama-server',
      (run) => (run === 0 ? timeFactor : gentleFactor),
      {
        during: (run, hanging) => {
          if (run === 0) hanging.signal('SIGSTOP');
          else restarted = Date.now();
        },
      },
    );
    const { periodSeconds = 0, failureThreshold = 0 } = containerOf(rendered, 'llama-server').startupProbe ?? {};
    expect(failed.map(({ code }) => code)).toEqual([137]);
    expect(restarted - started).toBeGreaterThanOrEqual((periodSeconds * (failureThreshold - 1) * 1000) / timeFactor);
    expect(await terminate(process, rendered.spec.terminationGracePeriodSeconds ?? 0)).toMatchObject({ code: 0 });
  });

  test('that hangs later gets no more requests, and is not killed by the load of a moment', async () => {
    const pod = await placed(file);
    const process = await startReady(pod, 'llama-server');
    await freeze(process);
    const { readinessProbe = {}, livenessProbe = {} } = containerOf(rendered, 'llama-server');
    expect(
      await Promise.all([ask(pod, 'llama-server', readinessProbe), ask(pod, 'llama-server', livenessProbe)]),
    ).toEqual(['timeout', 'connected']);
    process.signal('SIGCONT');
    expect(await ask(pod, 'llama-server', readinessProbe)).toBe('200');
    await process.kill();
  });
});
