/**
 * How an engine ends: its hook lets answers finish, not longer than planned, and SIGTERM ends it in its grace period.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { localMount } from '../../lib/programs/volumes';
import { fetchFrom, stream, type Stream } from './support/http';
import { preStop, startReady, terminate } from './support/kubelet';
import { Machine, Pod, type Process } from './support/pod';
import { layOutStore, registryEntry } from './support/registry-model';
import { containerOf, podOf, render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, slow, tinyFile } from './support/tiny-model';

/** The stated factor by which times are divided here; with every combination asked for, they are as rendered. */
const timeFactor = process.env.ALL === undefined ? 5 : 1;

const file = tinyFile(slow, 1);
const registry = registryEntry(slow, file, 'slow:tiny');
const settings = { contextLength: 32_768, parallel: 1, maxOutputLength: 400 };
// An answer may take 40 seconds, by what the user measured; or one, by which the plan is far too hopeful.
const [patient, hasty] = [
  { settings, tokensPerSecond: 10 },
  { settings, tokensPerSecond: 400 },
];
const rendered = render(
  tinyEnvironment({
    catalog: { 'slow/F32': hubEntry(slow, file, 'slow.gguf'), 'slow:tiny': registry.model },
    models: { patient: { weights: 'slow/F32', ...patient }, hasty: { weights: 'slow/F32', ...hasty } },
    ollama: {
      'patient-fleet': { models: ['slow:tiny'], ...patient },
      'hasty-fleet': { models: ['slow:tiny'], ...hasty },
    },
  }),
);

/** An engine: where its weights lie, and how a client asks it. */
interface Engine {
  readonly container: 'llama-server' | 'ollama';
  readonly patient: string;
  readonly hasty: string;
  readonly layOut: (weights: string) => void;
  readonly path: string;
  readonly request: (tokens: number, streamed: boolean) => object;
  readonly idle: RegExp;
  readonly gaveUp: (seconds: number) => string;
  readonly last: string;
}

const engines: readonly Engine[] = [
  {
    container: 'llama-server',
    patient: 'patient',
    hasty: 'hasty',
    layOut: (weights) => {
      const path = (containerOf(podOf(rendered, 'patient'), 'llama-server').args?.[1] ?? '').replace(
        localMount,
        weights,
      );
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file);
    },
    path: '/v1/completions',
    request: (tokens, streamed) => ({ prompt: 'a', max_tokens: tokens, ignore_eos: true, stream: streamed }),
    idle: /^drain: idle after \d+ s\n$/,
    gaveUp: (seconds) =>
      `drain: gave up after ${seconds} s: requests in progress and waiting: 1 (status 200); they end early\n`,
    last: '[DONE]',
  },
  {
    container: 'ollama',
    patient: 'patient-fleet',
    hasty: 'hasty-fleet',
    layOut: (weights) => layOutStore(weights, [registry]),
    path: '/api/generate',
    request: (tokens, streamed) => ({
      model: 'slow:tiny',
      prompt: 'a',
      stream: streamed,
      options: { num_predict: tokens },
    }),
    idle: /^drain: no client is connected after \d+ s\n$/,
    gaveUp: (seconds) => `drain: gave up after ${seconds} s: 1 open connections; their answers end early\n`,
    last: '"total_duration"',
  },
];

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

const secondsOf = async <T>(work: Promise<T>) => {
  const started = Date.now();
  const result = await work;
  return { result, seconds: (Date.now() - started) / 1000 };
};

describe.each(engines.map((engine) => [engine.container, engine] as const))(
  '%s with a stream under way',
  (container, engine) => {
    let weights: string;
    beforeAll(() => {
      weights = machine.folder('weights');
      engine.layOut(weights);
    });

    interface Serving {
      readonly pod: Pod;
      readonly process: Process;
      readonly grace: number;
      /** Seconds that the hook takes at most. */
      readonly deadline: number;
      /** A stream of so many tokens. */
      readonly ask: (tokens: number) => Stream;
    }

    async function serve(name: string): Promise<Serving> {
      const pod = podOf(rendered, name);
      const timeOf = (variable: string): number =>
        Number(containerOf(pod, container).env?.find((each) => each.name === variable)?.value);
      const divided = (seconds: number): number => Math.ceil(seconds / timeFactor);
      const deadline = divided(timeOf('DRAIN_DEADLINE'));
      // What the grace period has beyond the drain is for the process to end, and stays as it is.
      const grace = (pod.spec.terminationGracePeriodSeconds ?? 0) - timeOf('DRAIN_DEADLINE') + deadline;
      const placed = await Pod.place(machine, pod, {
        volumes: { weights },
        env: { DRAIN_PROPAGATION: `${divided(timeOf('DRAIN_PROPAGATION'))}`, DRAIN_DEADLINE: `${deadline}` },
      });
      const process = await startReady(placed, container);
      const ask = (tokens: number) => stream(placed.port, engine.path, engine.request(tokens, true));
      return { pod: placed, process, deadline, ask, grace };
    }

    test('is waited for by its hook, and then ends with 0', async () => {
      const { pod, process, ask, grace } = await serve(engine.patient);
      // As many tokens as take some twenty divided seconds here: longer than endpoints take to follow, shorter than the
      // plan allows.
      const { result, seconds } = await secondsOf(fetchFrom(pod.port, 'POST', engine.path, engine.request(64, false)));
      expect(result.status).toBe(200);
      const running = ask(Math.min(30_000, Math.ceil((20 / timeFactor) * (64 / seconds))));
      await running.begun;
      const hook = await preStop(pod, container);
      const hookEnded = Date.now();
      const { at, ...end } = await running.end;
      const { code, seconds: toEnd } = await terminate(process, grace);
      expect({ hook, end, code }).toEqual({
        hook: { code: 0, output: expect.stringMatching(engine.idle) },
        end: { whole: true, cut: false, last: expect.stringContaining(engine.last) },
        code: 0,
      });
      expect(at).toBeLessThanOrEqual(hookEnded);
      expect(toEnd).toBeLessThan(15);
    });

    test('is left when the planned time is over, and SIGTERM cuts what still runs', async () => {
      const { pod, process, ask, grace, deadline } = await serve(engine.hasty);
      const running = ask(30_000);
      await running.begun;
      const hook = await preStop(pod, container);
      const { code } = await terminate(process, grace);
      const { whole, cut } = await running.end;
      expect({ hook, whole, cut, code }).toEqual({
        hook: { code: 0, output: engine.gaveUp(deadline) },
        whole: false,
        cut: true,
        code: 0,
      });
    });

    test('is cut by SIGTERM when nobody runs the hook', async () => {
      const { process, ask, grace } = await serve(engine.patient);
      const running = ask(30_000);
      await running.begun;
      const { code } = await terminate(process, grace);
      const { whole, cut } = await running.end;
      expect({ code, whole, cut }).toEqual({ code: 0, whole: false, cut: true });
    });
  },
);
