import { describe, expect, test } from '@jest/globals';
import { parseMessage, type Message } from '../../../../services/gateway-policy/src/peers/message';

const message: Message = {
  pod: 'abc',
  port: 9002,
  sequence: 4,
  clock: 7,
  now: 1_700_000_000_000.5,
  knows: { pod: 'def', sequence: 2 },
  records: [{ client: 'team-a', buckets: [[1, 2]], inFlight: 1, tokens: [[20_000, -5]], reserved: [3, 1, 10] }],
};

test('a message is read as it was written', () => {
  expect(parseMessage(JSON.stringify(message))).toEqual(message);
});

describe('what is no message is refused', () => {
  const record = message.records[0]!;
  test.each<[string, unknown]>([
    ['no JSON', undefined],
    ['null', null],
    ['without a pod', { ...message, pod: undefined }],
    ['a long name', { ...message, pod: 'x'.repeat(300) }],
    ['a time that is no number', { ...message, now: 'now' }],
    ['a count below 0', { ...message, records: [{ ...record, inFlight: -1 }] }],
    ['half a bucket', { ...message, records: [{ ...record, buckets: [[1]] }] }],
    ['too many days', { ...message, records: [{ ...record, tokens: Array.from({ length: 5 }, () => [1, 1]) }] }],
    ['records of others that are none', { ...message, others: [{ pod: 'x' }] }],
  ])('%s', (_, value) => {
    expect(parseMessage(value === undefined ? '{' : JSON.stringify(value))).toBeUndefined();
  });
});
