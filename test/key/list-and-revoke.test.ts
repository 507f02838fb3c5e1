/** Keys that are there: listed and revoked. */
import { describe, expect, test } from '@jest/globals';
import { useFakeKubectl } from './support/kubectl';
import { key, stored } from './support/run';

const kubectl = useFakeKubectl();

describe('list and revoke', () => {
  const entries = {
    aaaaaaaa: { client: 'default', sha256: 'a' },
    bbbbbbbb: { client: 'team-a', sha256: 'b', expires: '2020-01-01T00:00:00Z', models: ['qwen'] },
    cccccccc: { client: 'team-z', sha256: 'c' },
    dddddddd: 'words',
  };

  test('list prints ids, clients and expiry', async () => {
    kubectl.put(entries);
    const { status, out } = await key(['list']);
    expect(status).toBe(0);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['id', 'client', 'expires', 'models'],
      ['aaaaaaaa', 'default', 'never', 'those of its client'],
      ['bbbbbbbb', 'team-a', '2020-01-01T00:00:00Z, expired', 'qwen'],
      ['cccccccc', 'team-z (not of local)', 'never', 'those of its client'],
      ['dddddddd', 'no key: the gateway ignores it'],
    ]);
  });

  test('list of no Secret prints that there are none', async () => {
    expect(await key(['list'])).toEqual({
      status: 0,
      out: '',
      error: 'Secret llm-gateway/gateway-keys on context kind-a has no keys.',
    });
  });

  test('revoke removes one key, and keeps the others', async () => {
    kubectl.put(entries);
    expect(await key(['revoke', 'aaaaaaaa'])).toEqual({
      status: 0,
      out: '',
      error:
        'Secret llm-gateway/gateway-keys on context kind-a has no key aaaaaaaa any more. The gateway refuses it within two minutes.',
    });
    const { dddddddd: _, ...rest } = entries;
    kubectl.put({ ...rest });
    await key(['revoke', 'bbbbbbbb']);
    expect(Object.keys(kubectl.entries)).toEqual(['aaaaaaaa', 'cccccccc']);
  });

  test('revoke of an unknown id is refused', async () => {
    kubectl.put(entries);
    expect(await key(['revoke', 'aaaaaaab'])).toEqual({
      status: 2,
      out: '',
      error:
        "Secret llm-gateway/gateway-keys on context kind-a: it has no key 'aaaaaaab'.\n  did you mean: aaaaaaaa\n  fix: list the keys: npm run key -- list\n  [UnknownKey]\n\n1 fault.",
    });
  });

  test('revoke of a key from a store of secrets prints where to remove it', async () => {
    const { error } = await key(['revoke', 'aaaaaaaa'], [stored]);
    expect(error).toMatch(
      /^Remove the property aaaaaaaa from 'corral\/keys' of the store behind SecretStore 'corral'\. /,
    );
    expect(kubectl.calls).toEqual([]);
  });
});
