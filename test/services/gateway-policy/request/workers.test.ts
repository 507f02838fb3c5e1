/** Threads that judge bodies, and how many bytes of bodies there may be. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { Worker } from 'node:worker_threads';
import { BodyBudget, longBody } from '../../../../services/gateway-policy/src/request/budget';
import type { Job } from '../../../../services/gateway-policy/src/request/judge';
import { Workers } from '../../../../services/gateway-policy/src/request/workers';

/** A thread that answers with the number of its models and the length of the body; a body of `end` ends it. */
const program = `
const { parentPort } = require('node:worker_threads');
let models = 0;
parentPort.on('message', ({ models: given, id, job }) => {
  if (given) models = given.size;
  else if (Buffer.from(job.body).toString() === 'end') process.exit(1);
  else parentPort.postMessage({ id, verdict: { model: String(models), tokens: job.body.length, hash: undefined } });
});
`;

const job = (text: string): Job => ({
  client: 'team-a',
  path: '/v1/chat/completions',
  api: 'chat',
  rights: [],
  session: undefined,
  body: new Uint8Array(new TextEncoder().encode(text)),
});

describe('threads', () => {
  let workers: Workers | undefined;
  afterEach(async () => workers?.close());
  let started = 0;
  const start = (): Workers => {
    started = 0;
    workers = new Workers(() => {
      started += 1;
      return new Worker(program, { eval: true });
    }, new Map());
    return workers;
  };

  test('one that a body ends is replaced: its body is refused, and those that wait are judged', async () => {
    const judges = start();
    const verdicts = await Promise.all(['a', 'end', 'abc'].map((text) => judges.judge(job(text))));
    expect(verdicts).toEqual([
      { model: '0', tokens: 1, hash: undefined },
      {
        refusal: {
          status: 400,
          code: 'invalid_json',
          message: 'the body takes too much memory or time to read',
        },
      },
      { model: '0', tokens: 3, hash: undefined },
    ]);
    expect(started).toBe(3);
  });

  test('long bodies have a thread of their own, and both have the newest models', async () => {
    const judges = start();
    judges.update(new Map([['qwen', undefined as never]]));
    const [long, short] = await Promise.all([judges.judge(job('a'.repeat(longBody))), judges.judge(job('a'))]);
    expect([long, short]).toEqual([
      { model: '1', tokens: longBody, hash: undefined },
      { model: '1', tokens: 1, hash: undefined },
    ]);
  });
});

describe('the bytes of bodies', () => {
  const mib = 1024 * 1024;
  const outcome = (taken: ReturnType<BodyBudget['take']>) => (typeof taken === 'function' ? 'taken' : taken.status);

  test('of one client leave room for the others, and long ones for short ones', () => {
    const budget = new BodyBudget();
    const taken = [0, 1].map(() => budget.take('a', 16 * mib));
    expect(taken.map(outcome)).toEqual(['taken', 'taken']);
    expect(outcome(budget.take('a', 16 * mib))).toBe(429);
    expect([0, 1].map(() => outcome(budget.take('b', 16 * mib)))).toEqual(['taken', 'taken']);
    expect(outcome(budget.take('c', 16 * mib))).toBe(503);
    expect(outcome(budget.take('a', 1000))).toBe('taken');
    for (const giveBack of taken) if (typeof giveBack === 'function') giveBack();
    expect([0, 1].map(() => outcome(budget.take('a', 16 * mib)))).toEqual(['taken', 'taken']);
  });

  test('of short bodies are bounded too', () => {
    const budget = new BodyBudget();
    const outcomes = Array.from({ length: 200 }, () => outcome(budget.take('a', longBody - 1)));
    expect([outcomes.filter((each) => each === 'taken').length, outcomes.at(-1)]).toEqual([128, 503]);
  });
});
