import { beforeEach, expect, test } from '@jest/globals';
import { Ledger } from '../../../../services/gateway-policy/src/limits/ledger';
import { VirtualTime } from './simulation';

let time: VirtualTime;
let ledger: Ledger;
beforeEach(() => {
  time = new VirtualTime();
  ledger = new Ledger('one', time);
});

const report = (pod: Ledger, since = 0) => ({
  sequence: pod.sequence,
  clock: pod.lamport,
  now: time.now(),
  records: pod.changes(since),
});

test('what peers have confirmed is forgotten, also by a pod without peers', () => {
  for (let each = 0; each < 5; each += 1) ledger.admit('team-a', 10);
  ledger.tidy(3);
  expect(ledger.unconfirmed('team-a', 0)).toEqual({ requests: 2, concurrent: 2, tokens: 20 });
  ledger.tidy(Infinity);
  expect(ledger.unconfirmed('team-a', 0)).toEqual({ requests: 0, concurrent: 0, tokens: 0 });
});

test('a report that comes late changes nothing', () => {
  const other = new Ledger('two', time);
  other.admit('team-a', 10);
  const first = report(other);
  other.admit('team-a', 10);
  ledger.receive('two', report(other));
  ledger.receive('two', first);
  expect(ledger.used('team-a')).toEqual({ requests: 2, concurrent: 2, tokens: 20 });
});

test('what a pod had reserved when it vanished counts as admitted; its requests in flight end with it', async () => {
  const other = new Ledger('two', time);
  other.admit('team-a', 10);
  other.reserve('team-a', { ticket: other.ticket(), requests: 2, tokens: 30 });
  ledger.receive('two', report(other));
  ledger.answers('two', true);
  expect(ledger.used('team-a')).toEqual({ requests: 1, concurrent: 1, tokens: 10 });
  expect(ledger.reserved('team-a')).toEqual({ requests: 2, concurrent: 2, tokens: 30 });
  ledger.vanished('two');
  expect(ledger.used('team-a')).toEqual({ requests: 3, concurrent: 1, tokens: 40 });
  await time.run(16_000);
  expect(ledger.used('team-a').concurrent).toBe(0);
  await time.run(45_000);
  ledger.tidy(Infinity);
  expect(ledger.used('team-a')).toEqual({ requests: 0, concurrent: 0, tokens: 40 });
});

test('tokens of days before yesterday are forgotten', async () => {
  ledger.admit('team-a', 10);
  await time.run(3 * 86_400_000);
  ledger.end('team-a', 0, 0);
  ledger.tidy(Infinity);
  expect(ledger.changes(-1)).toEqual([]);
});
