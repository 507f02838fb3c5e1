import { describe, expect, test } from '@jest/globals';
import { firstTokenSeconds } from '../../../../lib/environment/monitoring';
import { firstTokenBounds } from '../../../../lib/gateway';
import { policyMetrics } from '../../../../services/gateway-policy/src/metrics/policy-metrics';
import type { TokenReport } from '../../../../services/gateway-policy/src/limits/admissions';
import type { EnvoyState } from '../../../../services/gateway-policy/src/usage/envoy-admin';
import { freeLost, takeLine } from '../../../../services/gateway-policy/src/usage/usage';

const whole = {
  admission: 'a.1.2.3',
  client: 'team-a',
  key: 'abcdefgh',
  model: 'qwen',
  cluster: 'qwen',
  path: '/v1/chat/completions',
  code: 200,
  duration: 100,
  firstByte: 10,
  type: 'text/event-stream',
  promptTokens: 20,
  answerTokens: 5,
  flags: null,
};

const take = (line: string) => {
  const settled: [string, string, TokenReport | undefined][] = [];
  const metrics = policyMetrics();
  takeLine(line, { settle: (...all) => settled.push([all[0], all[1], all[2]]) }, metrics);
  return { settled, metrics };
};

describe('what a request is charged', () => {
  const max = undefined;
  test.each<[string, Partial<typeof whole> | Record<string, unknown>, TokenReport | undefined]>([
    ['the report of the engine', {}, { promptTokens: 20, answerTokens: 5 }],
    ["with Envoy's sign for no flag", { flags: '-' }, { promptTokens: 20, answerTokens: 5 }],
    ['the most, without a report', { promptTokens: null, answerTokens: null }, max],
    ['the most, if the client has gone before the answer', { code: 0, promptTokens: null, answerTokens: null }, max],
    ['the most, if the stream was cut after a first report', { answerTokens: 1, flags: 'DC' }, max],
    ['the most, if only the prompt was reported', { answerTokens: null }, max],
    [
      'the prompt of an embedding',
      { path: '/v1/embeddings', answerTokens: null },
      { promptTokens: 20, answerTokens: 0 },
    ],
    [
      'nothing, if no engine was reached',
      { code: 503, promptTokens: null, answerTokens: null, flags: 'UH' },
      { promptTokens: 0, answerTokens: 0 },
    ],
    ['the most, if the report is no number', { promptTokens: -1 }, max],
  ])('%s', (_, change, report) => {
    expect(take(JSON.stringify({ ...whole, ...change })).settled).toEqual([['a.1.2.3', 'team-a', report]]);
  });
});

test('metrics count requests and tokens by client and model', () => {
  const text = take(JSON.stringify(whole)).metrics.registry.text();
  expect(text).toContain('corral_gateway_requests_total{client="team-a",model="qwen",code="200"} 1\n');
  expect(text).toContain('corral_gateway_tokens_total{client="team-a",model="qwen",direction="prompt"} 20\n');
  expect(text).toContain('corral_gateway_tokens_total{client="team-a",model="qwen",direction="answer"} 5\n');
  expect(text).toContain('corral_gateway_access_lines_total{result="read"} 1\n');
});

test.each(['{"admission":', '[]', 'null', JSON.stringify({ ...whole, admission: '' })])(
  'a broken line is counted, and settles nothing: %s',
  (line) => {
    const { settled, metrics } = take(line);
    expect(settled).toEqual([]);
    expect(metrics.accessLines.value({ result: 'broken' })).toBe(1);
  },
);

describe('requests whose line never comes', () => {
  const now = 10_000_000;
  const freed = async (state: EnvoyState | undefined) => {
    const calls: { before?: number; adopted?: boolean } = {};
    const admissions = {
      free: (before: number) => {
        calls.before = before;
        return 2;
      },
      freeAdopted: () => {
        calls.adopted = true;
        return 1;
      },
    };
    const envoy = { state: async () => state, reopenLogs: async () => true };
    const lines: string[] = [];
    const metrics = policyMetrics();
    await freeLost(admissions, envoy, metrics, (_, message) => lines.push(message), now - 60_000, now);
    return { ...calls, lines, count: metrics.freed.value({}) };
  };

  test('Envoy is at work: only what is older than the longest stream', async () => {
    expect(await freed({ startedAt: 0, active: 3 })).toMatchObject({ before: now - 7_200_000, count: 2 });
    expect(await freed(undefined)).toMatchObject({ before: now - 7_200_000, count: 2 });
  });

  test('Envoy has restarted: what it had before, once its last lines are read', async () => {
    expect(await freed({ startedAt: now - 20_000, active: 3 })).toMatchObject({ before: now - 7_200_000 });
    expect(await freed({ startedAt: now - 40_000, active: 3 })).toMatchObject({ before: now - 41_000, adopted: true });
  });

  test('Envoy has no request: all of which a line would have come', async () => {
    const { before, adopted, lines, count } = await freed({ startedAt: 0, active: 0 });
    expect([before, adopted, count]).toEqual([now - 30_000, true, 3]);
    expect(lines).toEqual(['usage: 3 requests are freed without a line of the access log; their charge stays']);
  });
});

describe('the time to the first token', () => {
  const counted = (change: Record<string, unknown>): boolean =>
    take(JSON.stringify({ ...whole, ...change }))
      .metrics.registry.text()
      .includes('first_token_seconds_count{');

  test('of a stream is counted by its model, in seconds', () => {
    const text = take(JSON.stringify({ ...whole, firstByte: 400 })).metrics.registry.text();
    expect(text).toContain('corral_gateway_first_token_seconds_bucket{model="qwen",le="0.25"} 0\n');
    expect(text).toContain('corral_gateway_first_token_seconds_bucket{model="qwen",le="0.5"} 1\n');
    expect(text).toContain('corral_gateway_first_token_seconds_sum{model="qwen"} 0.4\n');
  });

  test.each<[string, Record<string, unknown>, boolean]>([
    ['of a stream with a character set', { type: 'text/event-stream; charset=utf-8' }, true],
    ['of a stream of Ollama', { type: 'application/x-ndjson' }, true],
    ['not of an answer that comes as a whole', { type: 'application/json; charset=utf-8' }, false],
    ['not of a refusal', { code: 503 }, false],
    ['not without an answer', { code: 0, firstByte: null, type: null }, false],
  ])('%s', (_, change, isCounted) => {
    expect(counted(change)).toBe(isCounted);
  });

  test('is counted at the bounds that an environment may name', () => {
    expect(policyMetrics().firstToken.bounds).toEqual(firstTokenBounds);
    expect(firstTokenBounds).toEqual(expect.arrayContaining([...firstTokenSeconds]));
  });
});
