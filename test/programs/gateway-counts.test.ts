import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Decision } from '../../services/gateway-policy/src/limits/admissions';
import { end } from '../components/processes';
import type { FromPod, ToPod } from './support/counting-pod';

let root: string;
const processes: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'corral-counts-'));
  writeFileSync(join(root, 'addresses'), '');
});
afterEach(async () => {
  for (const each of processes.splice(0)) await end(each, 'SIGKILL');
  rmSync(root, { recursive: true });
});

/** The next message with a field. */
const next = <M extends FromPod>(child: ChildProcess, field: M extends unknown ? keyof M : never) =>
  new Promise<M>((resolve) => {
    const listen = (message: FromPod) => {
      if (!(field in message)) return;
      child.off('message', listen);
      resolve(message as M);
    };
    child.on('message', listen);
  });

class Pod {
  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {}

  static async start(name: string): Promise<Pod> {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    const child = fork(join(__dirname, 'support/counting-pod.ts'), [folder, join(root, 'addresses')], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    processes.push(child);
    const ready = next<{ readonly ready: true }>(child, 'ready');
    const { listening } = await next<{ readonly listening: number }>(child, 'listening');
    appendFileSync(join(root, 'addresses'), `127.0.0.1:${listening}\n`);
    await ready;
    return new Pod(child, folder);
  }

  async admit(client: string, requests: number): Promise<readonly Decision[]> {
    const decisions = next<{ readonly decisions: readonly Decision[] }>(this.child, 'decisions');
    this.child.send({ admit: requests, client } satisfies ToPod);
    return (await decisions).decisions;
  }

  /** A metric of the pod: `corral_gateway_peers{state="live"}`. */
  async metric(name: string): Promise<number> {
    const answer = next<{ readonly text: string }>(this.child, 'text');
    this.child.send({ metrics: true } satisfies ToPod);
    const line = (await answer).text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length) ?? 0);
  }

  private get log(): string {
    return join(this.folder, 'access.log');
  }

  /** Waits until its counts are saved, with all lines of Envoy. */
  async saved(): Promise<void> {
    const saved = () =>
      (JSON.parse(readFileSync(join(this.folder, 'counts.json'), 'utf8')) as { position: { offset: number } }).position;
    await until(async () => saved().offset === statSync(this.log).size);
  }

  /** A line of Envoy for each. */
  finish(client: string, decisions: readonly Decision[], answerTokens: number | null): void {
    for (const decision of decisions)
      if ('admission' in decision)
        appendFileSync(
          this.log,
          `${JSON.stringify({
            admission: decision.admission,
            client,
            model: 'qwen',
            path: '/v1/chat/completions',
            code: 200,
            promptTokens: answerTokens === null ? null : 0,
            answerTokens,
            flags: null,
          })}\n`,
        );
  }
}

const admitted = (decisions: readonly (readonly Decision[])[]) =>
  decisions.flat().filter((decision) => 'admission' in decision).length;

/** Waits until something holds; the limit of the test ends a wait in vain. What is not there yet does not hold. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Waits until a metric is the same number in each of some pods. */
const all = (pods: readonly Pod[], name: string, value: number) =>
  until(async () => (await Promise.all(pods.map((pod) => pod.metric(name)))).every((each) => each === value));

const usedBy = (client: string, limit: string) => `corral_gateway_limit_used{client="${client}",limit="${limit}"}`;
const inFlight = (client: string) => `corral_gateway_in_flight{client="${client}"}`;

test('three pods share limits, one is killed, and one joins', async () => {
  const pods = await Promise.all([Pod.start('a'), Pod.start('b'), Pod.start('c')]);
  // The pods have met: each has heard the others.
  await all(pods, 'corral_gateway_peers{state="live"}', 2);

  const few = await Promise.all(pods.map((pod) => pod.admit('few', 5)));
  expect(admitted(few)).toBe(3);

  const slots = await Promise.all(pods.map((pod) => pod.admit('slots', 5)));
  expect(admitted(slots)).toBeGreaterThanOrEqual(4);
  expect(admitted(slots)).toBeLessThanOrEqual(7);
  pods.forEach((pod, index) => pod.finish('slots', slots[index]!, null));
  await all(pods, usedBy('slots', 'concurrent'), 0);
  const again = await Promise.all(pods.map((pod) => pod.admit('slots', 5)));
  expect(admitted(again)).toBeGreaterThanOrEqual(4);

  const first = await Promise.all(pods.map((pod) => pod.admit('minute', 10)));
  expect(admitted(first)).toBe(30);
  await end(pods[2].child, 'SIGKILL');
  const second = await Promise.all([pods[0].admit('minute', 40), pods[1].admit('minute', 40)]);
  const total = admitted(first) + admitted(second);
  expect(total).toBeGreaterThanOrEqual(54);
  expect(total).toBeLessThanOrEqual(66);
  for (const decision of second.flat())
    if ('refused' in decision) expect(decision).toMatchObject({ refused: 'requests' });

  const joined = await Pod.start('d');
  expect(admitted([await joined.admit('minute', 20)])).toBeLessThanOrEqual(66 - total);
  expect(admitted([await joined.admit('few', 5)])).toBe(0);
});

test('the only pod: counts of the minute, requests in flight and tokens of the day survive its process', async () => {
  const first = await Pod.start('a');
  expect(admitted([await first.admit('few', 2)])).toBe(2);
  const slots = await first.admit('slots', 3);
  const tokens = await first.admit('tokens', 9);
  expect(admitted([slots, tokens])).toBe(12);
  // Two of the nine have ended with ten tokens each.
  first.finish('tokens', tokens.slice(0, 2), 10);
  await all([first], inFlight('tokens'), 7);
  await first.saved();
  await end(first.child, 'SIGKILL');

  const second = await Pod.start('a');
  expect(admitted([await second.admit('few', 5)])).toBe(1);
  expect(admitted([await second.admit('slots', 5)])).toBe(1);
  // 700 + 20 of 1000 tokens are charged.
  expect(admitted([await second.admit('tokens', 5)])).toBe(2);
  // What the former process has admitted ends, and its engine reports no tokens.
  second.finish('slots', slots, 0);
  second.finish('tokens', tokens.slice(2), 0);
  // One of the second process is left of each.
  await all([second], inFlight('slots'), 1);
  await all([second], inFlight('tokens'), 2);
  expect(admitted([await second.admit('slots', 5)])).toBe(3);
  expect(admitted([await second.admit('tokens', 10)])).toBe(7);
});
