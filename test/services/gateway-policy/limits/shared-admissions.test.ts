import { beforeEach, expect, test } from '@jest/globals';
import type { Decision } from '../../../../services/gateway-policy/src/limits/admissions';
import { Ledger } from '../../../../services/gateway-policy/src/limits/ledger';
import { SharedAdmissions } from '../../../../services/gateway-policy/src/limits/shared-admissions';
import { limitsOf, type Limits } from '../../../../services/gateway-policy/src/limits/shares';
import { Gateway, randomOf, VirtualTime } from './simulation';

const alone = {
  pods: () => ({ live: 1, all: 1 }),
  lastHeardOfSilent: -Infinity,
  undecided: false,
  confirmed: Infinity,
  round: (done: () => void) => done(),
  report: () => {},
  onNews: () => {},
};

let time: VirtualTime;
let ledger: Ledger;
beforeEach(() => {
  time = new VirtualTime();
  ledger = new Ledger('abc', time);
});

const admissionsOf = (limits: Partial<Limits>) =>
  new SharedAdmissions(ledger, alone, () => ({ ...limitsOf(undefined), ...limits }), time);

const idOf = (decision: Decision): string => {
  if ('refused' in decision) throw new Error(`refused: ${decision.refused}`);
  return decision.admission;
};

const ask = (admissions: SharedAdmissions, tokens = 10) => admissions.admit('team-a', { requests: 1, tokens });

test('a client without limits is admitted, and its requests are counted', async () => {
  const admissions = admissionsOf({});
  const id = idOf(await ask(admissions));
  expect(id).toMatch(/^[a-z0-9.]{1,80}$/);
  expect(admissions.inFlight().get('team-a')).toBe(1);
  admissions.settle(id, 'team-a');
  expect(admissions.inFlight().get('team-a')).toBe(0);
});

test('a refusal names the limit, and after how many seconds the next request fits', async () => {
  const admissions = admissionsOf({ requests: 2 });
  await ask(admissions);
  await time.run(10_000);
  await ask(admissions);
  expect(await ask(admissions)).toEqual({ refused: 'requests', retryAfterSeconds: 51 });
  await time.run(50_250);
  expect(await ask(admissions)).toHaveProperty('admission');
  expect(await ask(admissions)).toEqual({ refused: 'requests', retryAfterSeconds: 10 });
});

test('what is left of the limits follows what was admitted and reported', async () => {
  const admissions = admissionsOf({ requests: 3, tokens: 100 });
  const ids = [idOf(await ask(admissions)), idOf(await ask(admissions))];
  await time.run(10_000);
  expect(admissions.standings('team-a')).toEqual({
    requests: { limit: 3, remaining: 1, resetSeconds: 51 },
    tokens: { limit: 100, remaining: 80, resetSeconds: 12 * 3600 - 10 },
  });
  admissions.settle(ids[0] ?? '', 'team-a', { promptTokens: 1, answerTokens: 2 });
  expect(admissions.standings('team-a').tokens?.remaining).toBe(87);
  expect(admissionsOf({}).standings('team-a')).toEqual({});
});

test('tokens are refused until the day in UTC is over', async () => {
  const admissions = admissionsOf({ tokens: 25 });
  await ask(admissions);
  await ask(admissions);
  expect(await ask(admissions)).toEqual({ refused: 'tokens', retryAfterSeconds: 12 * 3600 });
  expect(await ask(admissions, 5)).toHaveProperty('admission');
  await time.run(12 * 3_600_000);
  expect(await ask(admissions)).toHaveProperty('admission');
});

test('the report of the engine takes the place of the charge, also when it is more', async () => {
  const admissions = admissionsOf({ tokens: 100 });
  const [less, more, without] = [await ask(admissions, 50), await ask(admissions, 10), await ask(admissions, 10)];
  admissions.settle(idOf(less), 'team-a', { promptTokens: 5, answerTokens: 6 });
  admissions.settle(idOf(more), 'team-a', { promptTokens: 20, answerTokens: 0 });
  admissions.settle(idOf(without), 'team-a');
  expect(ledger.used('team-a')).toEqual({ requests: 3, concurrent: 0, tokens: 41 });
  admissions.settle(idOf(less), 'team-a', { promptTokens: 5, answerTokens: 6 });
  expect(ledger.used('team-a').tokens).toBe(41);
});

test('a cancelled admission is as if it had not been asked', async () => {
  const admissions = admissionsOf({ requests: 1 });
  const id = idOf(await ask(admissions));
  admissions.cancel(id);
  admissions.cancel(id);
  expect(ledger.used('team-a')).toEqual({ requests: 0, concurrent: 0, tokens: 0 });
  expect(await ask(admissions)).toHaveProperty('admission');
});

test('requests that are freed without a line keep their charge', async () => {
  const admissions = admissionsOf({ concurrent: 2 });
  await ask(admissions);
  await time.run(5000);
  const younger = idOf(await ask(admissions));
  expect(admissions.free(time.now() - 1000)).toBe(1);
  expect(ledger.used('team-a')).toEqual({ requests: 2, concurrent: 1, tokens: 20 });
  admissions.settle(younger, 'team-a');
  expect(ledger.used('team-a').concurrent).toBe(0);
});

test('requests of a former process end by their lines, or are freed', async () => {
  const admissions = admissionsOf({ concurrent: 3 });
  admissions.adopt('team-a', 3);
  expect(await ask(admissions)).toMatchObject({ refused: 'concurrent' });
  const former = new SharedAdmissions(new Ledger('old', time), alone, () => limitsOf(undefined), time);
  const id = idOf(await ask(former, 30));
  admissions.settle(id, 'team-a', { promptTokens: 1, answerTokens: 1 });
  // The file of the former process has charged 30.
  expect(ledger.used('team-a')).toEqual({ requests: 0, concurrent: 2, tokens: -28 });
  admissions.settle('nonsense', 'team-a');
  expect(admissions.freeAdopted()).toBe(2);
  expect(ledger.used('team-a').concurrent).toBe(0);
});

/** Pods that meet; then the network is cut between the first and the others. */
const cutGateway = async (pods: number, requests: number) => {
  const cut = { on: false };
  const gateway = new Gateway(
    { ...limitsOf(undefined), requests },
    { delay: () => 1, lost: (from, to) => cut.on && (from === '1') !== (to === '1') },
    randomOf(1),
  );
  const addresses = Array.from({ length: pods }, () => gateway.start());
  await gateway.time.run(3000);
  cut.on = true;
  await gateway.time.run(3000);
  const ask = async (address: string, requests: number) => {
    const before = gateway.decided.length;
    for (let each = 0; each < requests; each += 1) gateway.ask(address, 1, 1, 10);
    await gateway.time.run(2000);
    return gateway.decided.slice(before).filter(({ decision }) => 'admission' in decision).length;
  };
  return { gateway, addresses, ask, cut };
};

test('two pods that a network separates use half of the limit each, and all of it once they meet again', async () => {
  const { ask, cut, gateway } = await cutGateway(2, 100);
  expect(await ask('1', 80)).toBe(50);
  expect(await ask('2', 80)).toBe(50);
  cut.on = false;
  await gateway.time.run(65_000);
  expect(await ask('2', 120)).toBe(100);
});

test('the greater part of the pods goes on with the whole limit, the smaller one with its share', async () => {
  const { ask } = await cutGateway(4, 100);
  expect(await ask('2', 120)).toBe(100);
  expect(await ask('3', 20)).toBe(0);
  expect(await ask('1', 80)).toBe(25);
});

test('a pod that is not listed any more, and is silent, is not waited for', async () => {
  const { ask, gateway } = await cutGateway(2, 100);
  gateway.kill('1');
  await gateway.time.run(15_000);
  expect(await ask('2', 120)).toBe(100);
});
