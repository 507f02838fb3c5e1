/** Track and session: the same session has the same hash and the same track. */
import { describe, expect, test } from '@jest/globals';
import { RoutedClusters } from '../../../../services/gateway-policy/src/request/routed-clusters';
import { bodyOf, llama, now, policy } from '../support/policy';

const chat = '/v1/chat/completions';
const user = (content: string) => ({ role: 'user', content });
const tracks = { blue: { cluster: 'qwen-blue' }, green: { cluster: 'qwen-green' } };
const two = (weights: Readonly<Record<string, number>>) =>
  policy({ models: { qwen: { ...llama, tracks } }, weights: { qwen: weights } });

const sessionOf = async (given: ReturnType<typeof policy>, body: object, sent: Record<string, string> = {}) =>
  (await given.request(chat, { model: 'qwen', messages: [user('Hello')], ...body }, sent)).headers;

describe('the hash of a session', () => {
  const hash = async (body: object, sent: Record<string, string> = {}) =>
    (await sessionOf(policy(), body, sent))['x-corral-hash'];

  test('follows x-session-id, else prompt_cache_key, else user, else the messages up to the first of the user', async () => {
    const first = [{ role: 'system', content: 'Be brief.' }, user('Hello')];
    const later = [...first, { role: 'assistant', content: 'Hi' }, user('And now?')];
    expect(await hash({ messages: later })).toBe(await hash({ messages: first }));
    expect(await hash({ messages: [user('Other')] })).not.toBe(await hash({ messages: [user('Hello')] }));
    expect(await hash({ user: 'ann', messages: [user('Other')] })).toBe(await hash({ user: 'ann' }));
    expect(await hash({ user: 'bob', prompt_cache_key: 'k' })).toBe(await hash({ user: 'ann', prompt_cache_key: 'k' }));
    expect(await hash({ prompt_cache_key: 'k' }, { 'x-session-id': 's' })).toBe(
      await hash({}, { 'x-session-id': 's' }),
    );
    expect(
      new Set([
        await hash({}),
        await hash({ user: 'k' }),
        await hash({ prompt_cache_key: 'k' }),
        await hash({}, { 'x-session-id': 'k' }),
      ]).size,
    ).toBe(4);
  });

  test('is another for another client, and by chance for embeddings', async () => {
    const clients = { 'team-a': { models: 'all' }, 'team-b': { models: 'all' } } as const;
    const keys = { a: { client: 'team-a', sha256: '' }, b: { client: 'team-b', sha256: '' } };
    const given = policy({ clients, keys });
    const of = async (client: string, key: string) =>
      (await sessionOf(given, { user: 'ann' }, { 'x-corral-client': client, 'x-corral-key': key }))['x-corral-hash'];
    expect(await of('team-a', 'a')).not.toBe(await of('team-b', 'b'));
    const embedding = async () =>
      (await policy().request('/v1/embeddings', { model: 'qwen', input: 'a' })).headers['x-corral-hash'];
    expect(await embedding()).not.toBe(await embedding());
  });
});

describe('the track', () => {
  const share = async (weights: Readonly<Record<string, number>>) => {
    const given = two(weights);
    const clusters = await Promise.all(
      Array.from(
        { length: 1000 },
        async (_, session) => (await sessionOf(given, { user: `${session}` }))['x-corral-cluster'],
      ),
    );
    return { clusters, green: clusters.filter((cluster) => cluster === 'qwen-green').length / 1000 };
  };

  test('is chosen by weight; a session stays on its own, and few move when weights change', async () => {
    const ten = await share({ blue: 90, green: 10 });
    expect(ten.green).toBeGreaterThan(0.07);
    expect(ten.green).toBeLessThan(0.13);
    expect((await share({ blue: 90, green: 10 })).clusters).toEqual(ten.clusters);
    const twenty = await share({ blue: 80, green: 20 });
    const moved = twenty.clusters.filter((cluster, index) => cluster !== ten.clusters[index]);
    expect(moved.length / 1000).toBeLessThan(0.13);
    expect(new Set(moved)).toEqual(new Set(['qwen-green']));
  });

  test('with weight 0 gets nothing; one without weights is the first', async () => {
    expect((await share({ blue: 0, green: 1 })).green).toBe(1);
    expect((await share({ blue: 1 })).green).toBe(0);
    expect((await share({})).green).toBe(0);
  });
});

describe('a cluster that Envoy does not have yet', () => {
  const models = { qwen: { ...llama, tracks } };
  const weights = { qwen: { blue: 0, green: 100 } };

  test('gets nothing; a model that has no other is there in a few seconds, and nothing is charged', async () => {
    const shifted = policy({ models, weights: { qwen: { blue: 1, green: 99 } }, unrouted: ['qwen-green'] });
    expect((await sessionOf(shifted, {}))['x-corral-cluster']).toBe('qwen-blue');
    const given = policy({ models, weights, unrouted: ['qwen-green'] });
    const answer = await given.request(chat, { model: 'qwen', messages: [user('Hello')] });
    expect([answer.status, answer.headers['retry-after'], bodyOf(answer)]).toEqual([
      503,
      '5',
      {
        error: {
          message: 'the gateway has this model in a few seconds: try again',
          type: 'server_error',
          param: null,
          code: 'model_not_ready',
        },
      },
    ]);
    expect(given.charged).toEqual([]);
  });

  test('is one that was added less than five seconds ago; those that Envoy starts with are there at once', () => {
    const routed = new RoutedClusters();
    expect(routed.has('blue', now)).toBe(false);
    routed.update(['blue'], now);
    expect(routed.has('blue', now)).toBe(true);
    routed.update(['blue', 'green'], now);
    routed.update(['blue', 'green', 'red'], now + 4999);
    const seen = (time: number) => ['blue', 'green', 'red'].map((cluster) => routed.has(cluster, time));
    expect(seen(now + 4999)).toEqual([true, false, false]);
    expect(seen(now + 5000)).toEqual([true, true, false]);
    routed.update(['blue'], now + 9000);
    expect(seen(now + 20_000)).toEqual([true, false, false]);
  });
});
