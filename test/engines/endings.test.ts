/** How a llama-server ends: its hook lets answers finish, not longer than planned, and SIGTERM ends it in its grace period. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { localMount } from '../../lib/programs/volumes';
import { fetchFrom, stream } from './support/http';
import { preStop, startReady, terminate } from './support/kubelet';
import { Machine, Pod, type Process } from './support/pod';
import { containerOf, podOf, render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, slow, tinyFile } from './support/tiny-model';

const file = tinyFile(slow, 1);
const settings = { contextLength: 32_768, parallel: 1, maxOutputLength: 400 };
const rendered = render(tinyEnvironment({
  catalog: { 'slow/F32': hubEntry(slow, file, 'slow.gguf') },
  models: {
    // An answer may take 40 seconds, by what the user measured; or one, by which the plan is far too hopeful.
    patient: { weights: 'slow/F32', settings, tokensPerSecond: 10 },
    hasty: { weights: 'slow/F32', settings, tokensPerSecond: 400 },
  },
}));

let machine: Machine;
let weights: string;
beforeAll(async () => {
  machine = await Machine.start();
  weights = machine.folder('weights');
  const path = (containerOf(podOf(rendered, 'patient'), 'llama-server').args?.[1] ?? '').replace(localMount, weights);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file);
});
afterAll(() => machine.stop());

interface Serving {
  readonly pod: Pod;
  readonly process: Process;
  readonly grace: number;
  /** A stream of so many tokens. */
  readonly ask: (tokens: number) => ReturnType<typeof stream>;
}

async function serve(name: string): Promise<Serving> {
  const pod = await Pod.place(machine, podOf(rendered, name), { volumes: { weights } });
  const process = await startReady(pod, 'llama-server');
  const ask = (tokens: number) => stream(pod.port, '/v1/completions', { prompt: 'a', max_tokens: tokens, ignore_eos: true, stream: true });
  return { pod, process, ask, grace: pod.rendered.spec.terminationGracePeriodSeconds ?? 0 };
}

const secondsOf = async <T>(work: Promise<T>) => {
  const started = Date.now();
  const result = await work;
  return { result, seconds: (Date.now() - started) / 1000 };
};

describe('a llama-server with a stream under way', () => {
  test('is waited for by its hook, and then ends with 0', async () => {
    const { pod, process, ask, grace } = await serve('patient');
    // As many tokens as take some twenty seconds here: longer than endpoints take to follow, shorter than the plan allows.
    const { result, seconds } = await secondsOf(fetchFrom(pod.port, 'POST', '/v1/completions', { prompt: 'a', max_tokens: 64, ignore_eos: true }));
    expect(result.status).toBe(200);
    const running = ask(Math.min(30_000, Math.ceil((20 * 64) / seconds)));
    await running.begun;
    const hook = await preStop(pod, 'llama-server');
    const hookEnded = Date.now();
    const { at, ...end } = await running.end;
    const { code, seconds: toEnd } = await terminate(process, grace);
    expect({ hook, end, code }).toEqual({ hook: { code: 0, output: expect.stringMatching(/^drain: idle after \d+ s\n$/) }, end: { whole: true, cut: false, last: expect.stringContaining('[DONE]') }, code: 0 });
    expect(at).toBeLessThanOrEqual(hookEnded);
    expect(toEnd).toBeLessThan(15);
  });

  test('is left when the planned time is over, and SIGTERM cuts what still runs', async () => {
    const { pod, process, ask, grace } = await serve('hasty');
    const running = ask(30_000);
    await running.begun;
    const { result: hook, seconds } = await secondsOf(preStop(pod, 'llama-server'));
    const { code, seconds: toEnd } = await terminate(process, grace - seconds);
    const { whole, cut } = await running.end;
    expect({ hook, whole, cut, code }).toEqual({
      hook: { code: 0, output: 'drain: gave up after 16 s: requests at work and waiting: 1 (status 200); they will be cut\n' }, whole: false, cut: true, code: 0,
    });
    expect(seconds + toEnd).toBeLessThan(grace);
  });

  test('is cut by SIGTERM when nobody runs the hook', async () => {
    const { process, ask, grace } = await serve('patient');
    const running = ask(30_000);
    await running.begun;
    const { code } = await terminate(process, grace);
    const { whole, cut } = await running.end;
    expect({ code, whole, cut }).toEqual({ code: 0, whole: false, cut: true });
  });
});
