/** A new key: what is shown, and what goes into the cluster. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { useFakeKubectl } from './support/kubectl';
import { form, gateway, hash, here, key, stored, without } from './support/run';

const kubectl = useFakeKubectl();

describe('new', () => {
  test('prints the key alone on standard output, and adds its hash to the Secret', async () => {
    const { status, out, error } = await key(['new', '--client', 'default']);
    const [, id = ''] = form.exec(out) ?? [];
    expect(out).toMatch(form);
    expect(error).toBe(
      [
        `Key ${id} of client 'default' of local. Expires: never.`,
        'Secret llm-gateway/gateway-keys on context kind-a has its hash. The gateway knows the key within two minutes.',
        'Secrets llm-serving/engine-key, llm-gateway/engine-key have a new key of engines.',
        'This is the only time that the key is shown:',
      ].join('\n'),
    );
    expect(status).toBe(0);
    expect(kubectl.place).toEqual({ name: 'gateway-keys', namespace: 'llm-gateway' });
    expect(kubectl.entries).toEqual({ [id]: { client: 'default', sha256: hash(out) } });
  });

  test('lets the pods that run read the Secret at once', async () => {
    kubectl.run(2);
    expect((await key(['new', '--client', 'default'])).error).toContain(
      'The gateway knows the key within seconds, on 2 pods.\n',
    );
    const { words } = kubectl.calls.find((each) => each.words.includes('annotate')) ?? { words: [] };
    expect(words.join(' ')).toMatch(
      /annotate pods --namespace llm-gateway --selector app\.kubernetes\.io\/name=gateway,app\.kubernetes\.io\/instance=gateway --overwrite corral\.dev\/keys-changed=\S+ --output name/,
    );
  });

  test('keeps key and hash out of the command lines, and the key out of everything that is sent', async () => {
    const { out } = await key(['new', '--client', 'default']);
    const sent = kubectl.calls.map(({ words }) => words.join(' ')).join('\n');
    expect(sent).toContain('apply --server-side');
    expect(sent).not.toContain(hash(out));
    expect(JSON.stringify(kubectl.calls)).not.toContain(out);
    expect(JSON.stringify(kubectl.entries)).not.toContain(out.slice(-43));
  });

  test('adds to the keys that are there', async () => {
    kubectl.put({ old1234567: { client: 'team-a', sha256: 'a' } });
    await key(['new', '--client', 'default']);
    await key(['new', '--client', 'team-a']);
    expect(Object.values(kubectl.entries)).toMatchObject([
      { client: 'team-a' },
      { client: 'default' },
      { client: 'team-a' },
    ]);
  });

  test('notes expiry and models, and uses another Secret', async () => {
    const { out, error } = await key([
      'new',
      '--client',
      'team-a',
      '--expires',
      '90d',
      '--model',
      'qwen',
      '--secret',
      'mine',
    ]);
    const [, id = ''] = form.exec(out) ?? [];
    expect(kubectl.place.name).toBe('mine');
    const entry = kubectl.entries[id] as { readonly expires: string; readonly models: readonly string[] };
    expect(entry.models).toEqual(['qwen']);
    expect(entry.expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.parse(entry.expires) - Date.now() - 90 * 86_400_000)).toBeLessThan(60_000);
    expect(error).toContain(`Expires: ${entry.expires}, in 90 days.`);
  });

  test('with --print changes no cluster', async () => {
    const { status, out, error } = await key(['new', '--client', 'default', '--print']);
    const [, id = ''] = form.exec(out) ?? [];
    expect({ status, calls: kubectl.calls }).toEqual({ status: 0, calls: [] });
    expect(error).toBe(
      [
        `Key ${id} of client 'default' of local. Expires: never.`,
        'Add this entry to stringData of Secret llm-gateway/gateway-keys:',
        `  name:  ${id}`,
        `  value: {"client":"default","sha256":"${hash(out)}"}`,
        'This is the only time that the key is shown:',
      ].join('\n'),
    );
  });

  test('prints the property for a store of secrets, where keys come from one', async () => {
    const { out, error } = await key(['new', '--client', 'default'], [stored]);
    const [, id = ''] = form.exec(out) ?? [];
    expect(kubectl.calls).toEqual([]);
    expect(error).toContain(
      `Add this property to 'corral/keys' of the store behind SecretStore 'corral':\n  name:  ${id}\n  value: {"client":"default","sha256":"${hash(out)}"}\n` +
        'The key is valid once External Secrets has copied it into Secret llm-gateway/gateway-keys.',
    );
  });

  test('takes the environment that has the client', async () => {
    const other = { ...stored, gateway: { ...gateway, clients: { 'team-b': { models: 'all' } } } } as EnvironmentInput;
    expect((await key(['new', '--client', 'team-b', '--print'], [here, without, other])).error).toContain(
      "'team-b' of stored",
    );
  });
});
