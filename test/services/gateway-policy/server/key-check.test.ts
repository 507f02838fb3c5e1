/** The first check: what a client gets for its path, its method and its key. */
import { describe, expect, test } from '@jest/globals';
import { bodyOf, keyOf, keyText, now, policy } from '../support/policy';

const good = { authorization: `Bearer ${keyText('abcdefgh')}` };
const openAiError = (message: string, code: string) => ({
  error: { message, type: 'invalid_request_error', param: null, code },
});

describe('a valid key', () => {
  test('gives client and key, and takes the headers of the key away', () => {
    expect(policy().key('/v1/chat/completions', good)).toEqual({
      status: 200,
      headers: {
        'x-corral-client': 'team-a',
        'x-corral-key': 'abcdefgh',
        'x-envoy-auth-headers-to-remove': 'authorization,x-api-key',
      },
      body: '',
    });
  });

  test.each([
    ['x-api-key', { 'x-api-key': keyText('abcdefgh') }],
    ['both, when they are the same', { ...good, 'x-api-key': keyText('abcdefgh') }],
    ['a scheme in small letters', { authorization: `bearer ${keyText('abcdefgh')}` }],
  ])('may be sent as %s', (_, sent) => {
    expect(policy().key('/v1/messages?beta=true', sent).status).toBe(200);
  });

  test('of a list names the cluster of the policy, which answers it', () => {
    expect(policy().key('/v1/models', good, 'GET').headers).toMatchObject({ 'x-corral-cluster': 'policy' });
  });

  test('is one of several of a client: the old one is valid until it expires', () => {
    const [oldKey, newKey] = [keyText('oldoldold'), keyText('newnewnew')];
    const given = policy({
      keys: {
        oldoldold: keyOf('team-a', oldKey, { expires: '2027-01-01T00:00:01Z' }),
        newnewnew: keyOf('team-a', newKey),
      },
    });
    const status = (text: string) => given.key('/v1/chat/completions', { authorization: `Bearer ${text}` }).status;
    expect([status(oldKey), status(newKey)]).toEqual([200, 200]);
    given.clock.now = now + 1000;
    expect([status(oldKey), status(newKey)]).toEqual([401, 200]);
  });
});

describe('a key that is refused', () => {
  test.each([
    [{}, 'no key: send `Authorization: Bearer corral_…`, or `x-api-key`'],
    [{ authorization: 'Basic dTpw' }, 'the header `Authorization` has no `Bearer` key'],
    [{ ...good, 'x-api-key': 'other' }, '`Authorization` and `x-api-key` have different keys: send one'],
    [
      { authorization: 'Bearer corral_abcdefgh_short' },
      'this is not a key: a key is `corral_`, an id of 8 to 12 letters and digits, `_`, and 43 letters and digits',
    ],
    [{ authorization: `Bearer ${keyText('zzzzzzzz')}` }, 'the key is not valid'],
    [{ authorization: `Bearer ${keyText('abcdefgh').slice(0, -1)}x` }, 'the key is not valid'],
  ])('%j', (sent, message) => {
    const answer = policy().key('/v1/chat/completions', sent);
    expect([answer.status, bodyOf(answer)]).toEqual([401, openAiError(message, 'invalid_api_key')]);
    expect(answer.headers).toEqual({ 'content-type': 'application/json', 'www-authenticate': 'Bearer' });
  });

  test('has expired, or its client is gone', () => {
    const expired = policy({
      keys: { abcdefgh: keyOf('team-a', keyText('abcdefgh'), { expires: '2026-12-31T23:59:59Z' }) },
    });
    expect(bodyOf(expired.key('/v1/completions', good))).toEqual(openAiError('the key has expired', 'invalid_api_key'));
    expect(bodyOf(policy({ clients: {} }).key('/v1/completions', good))).toEqual(
      openAiError('the client of this key does not exist', 'invalid_api_key'),
    );
  });

  test('gets the error of the API that was asked', () => {
    const message = 'no key: send `Authorization: Bearer corral_…`, or `x-api-key`';
    expect(bodyOf(policy().key('/v1/messages', {}))).toEqual({
      type: 'error',
      error: { type: 'authentication_error', message },
    });
    expect(bodyOf(policy().key('/api/chat', {}))).toEqual({ error: message });
  });
});

describe('failed keys of one address', () => {
  const wrong = (address: string) => ({ 'x-forwarded-for': address, authorization: 'Bearer corral_wrong' });

  test('are refused with 429 after twenty of them, until time has passed; a valid key is not', () => {
    const given = policy();
    const status = (address: string) => given.key('/v1/chat/completions', wrong(address)).status;
    for (let count = 0; count < 20; count++) expect(status('192.0.2.1')).toBe(401);
    const limited = given.key('/v1/chat/completions', wrong('192.0.2.1'));
    expect([limited.status, limited.headers['retry-after'], bodyOf(limited)]).toEqual([
      429,
      '3',
      {
        error: {
          message: 'too many requests with a wrong key came from this address',
          type: 'rate_limit_error',
          param: null,
          code: 'too_many_failed_keys',
        },
      },
    ]);
    expect(status('192.0.2.2')).toBe(401);
    expect(given.key('/v1/chat/completions', { ...good, 'x-forwarded-for': '192.0.2.1' }).status).toBe(200);
    given.clock.now = now + 3000;
    expect([status('192.0.2.1'), status('192.0.2.1')]).toEqual([401, 429]);
    expect(given.log).toHaveLength(22);
  });

  test('are counted by the address that trusted proxies have appended, not by what a client writes', () => {
    const given = policy({ trustedHops: 1 });
    for (let count = 0; count < 20; count++)
      given.key('/v1/models', wrong(`10.0.0.${count}, 192.0.2.1, 10.1.1.1`), 'GET');
    expect(given.key('/v1/models', wrong('8.8.8.8, 192.0.2.1, 10.1.1.1'), 'GET').status).toBe(429);
    expect(given.key('/v1/models', wrong('192.0.2.1, 192.0.2.9, 10.1.1.1'), 'GET').status).toBe(401);
  });

  test('are counted together for one network of IPv6', () => {
    const given = policy();
    for (let count = 0; count < 20; count++) given.key('/v1/models', wrong(`2001:db8:0:1::${count}`), 'GET');
    expect(given.key('/v1/models', wrong('2001:db8::1:ffff:0:0:1'), 'GET').status).toBe(429);
    expect(given.key('/v1/models', wrong('2001:db8:0:2::1'), 'GET').status).toBe(401);
  });
});

describe('paths and methods', () => {
  test.each([
    '/',
    '/v1',
    '/v1/chat/completions/',
    '/V1/chat/completions',
    '/v1/%63hat/completions',
    '/v1//chat/completions',
    '/v1/models/',
    '/props',
    '/slots',
    '/metrics',
    '/health',
    '/lora-adapters',
    '/infill',
    '/tokenize',
    '/api/pull',
    '/api/create',
    '/api/delete',
    '/api/push',
    '/api/copy',
    '/api/blobs/sha256:0',
    '/debug/pprof/',
    '/v1/files',
    '/v1/chat/completions/../../api/pull',
    '/v1/models;x',
  ])('%s does not exist, whatever the key', (path) => {
    expect([policy().key(path, good).status, policy().key(path, {}).status]).toEqual([404, 404]);
  });

  test.each([
    ['GET', '/v1/chat/completions', 'POST'],
    ['DELETE', '/v1/models/qwen', 'GET'],
    ['OPTIONS', '/api/chat', 'POST'],
  ])('%s %s is not allowed', (method, path, allow) => {
    const answer = policy().key(path, good, method);
    expect([answer.status, answer.headers['allow']]).toEqual([405, allow]);
  });
});

test('nothing is checked before all files have been read', () => {
  const answer = policy({ isComplete: false }).key('/v1/chat/completions', good);
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
});

test('the log has no key', () => {
  const given = policy();
  given.key('/v1/chat/completions', { authorization: `Bearer ${keyText('zzzzzzzz')}`, 'x-forwarded-for': '192.0.2.1' });
  expect(given.log).toEqual(['warning: key refused: the key is not valid; address 192.0.2.1']);
});
