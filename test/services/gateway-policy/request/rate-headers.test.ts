/** What is left of a client's limits, as OpenAI's clients read it. */
import { expect, test } from '@jest/globals';
import { durationText, rateHeaders } from '../../../../services/gateway-policy/src/request/rate-headers';

test.each([
  [1, '1s'],
  [59, '59s'],
  [60, '1m0s'],
  [3599, '59m59s'],
  [3600, '1h0m0s'],
  [86_399, '23h59m59s'],
])('%i seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test('only limits that a client has are in headers', () => {
  expect(rateHeaders({})).toEqual({});
  expect(rateHeaders({ tokens: { limit: 1000, remaining: 3, resetSeconds: 61 } })).toEqual({
    'x-ratelimit-limit-tokens': '1000',
    'x-ratelimit-remaining-tokens': '3',
    'x-ratelimit-reset-tokens': '1m1s',
  });
});
