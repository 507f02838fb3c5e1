/** The key with which the gateway asks engines: made, replaced in three steps, refused. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { useFakeKubectl } from './support/kubectl';
import { form, help, here, key, stored } from './support/run';

const kubectl = useFakeKubectl();

describe('the key of engines', () => {
  const secret = expect.stringMatching(/^[0-9A-Za-z]{43}\n$/) as unknown;
  const spaces = ['llm-gateway', 'llm-serving'] as const;
  const entries = (text: string) => ({ first: text.split('\n')[0], keys: text });
  const same = (text: string) => Object.fromEntries(spaces.map((namespace) => [namespace, entries(text)]));
  const made = 'Secrets llm-serving/engine-key, llm-gateway/engine-key on context kind-a have';
  const restart =
    'kubectl -n llm-serving rollout restart deployment,statefulset -l app.kubernetes.io/name=llama-server';

  test('is made with the first key of a client, the same in both namespaces, and stays', async () => {
    await key(['new', '--client', 'default']);
    const { 'llm-gateway': ofGateway, 'llm-serving': ofEngines } = kubectl.engineKeys;
    expect(ofEngines).toEqual({ first: ofEngines?.['keys']?.trim(), keys: secret });
    expect(ofGateway).toEqual(ofEngines);
    const { error } = await key(['new', '--client', 'team-a']);
    expect(error).not.toContain('of engines');
    expect(kubectl.engineKeys).toEqual({ 'llm-gateway': ofGateway, 'llm-serving': ofEngines });
    expect(kubectl.calls.filter(({ words }) => words.includes('get'))).toHaveLength(2);
    expect(kubectl.calls.flatMap(({ words }) => words)).not.toContain(ofEngines?.['keys']?.trim());
  });

  test('is copied into a namespace that lacks it', async () => {
    kubectl.putEngineKeys('llm-serving', 'one\n');
    await key(['new', '--client', 'default']);
    expect(kubectl.engineKeys).toEqual(same('one\n'));
  });

  test('does not keep the key of a client back', async () => {
    kubectl.close('llm-serving');
    const { status, out, error } = await key(['new', '--client', 'default']);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(form) });
    expect(error).toContain('The key of engines was not made: npm run key -- engine prints why.');
    expect(await key(['engine'])).toEqual({
      status: 3,
      out: '',
      error: expect.stringContaining("you may not create secrets in namespace 'llm-serving'") as unknown,
    });
  });

  test('is made by itself where it is missing or empty', async () => {
    kubectl.putEngineKeys('llm-gateway', '\n');
    expect(await key(['engine'])).toEqual({ status: 0, out: '', error: `${made} a new key.` });
    expect(kubectl.engineKeys['llm-serving']).toMatchObject({ keys: secret });
    expect(await key(['engine'])).toEqual({ status: 0, out: '', error: `${made} one key.` });
  });

  test('is replaced in three steps', async () => {
    kubectl.putEngineKeys('llm-serving', 'old\n');
    kubectl.putEngineKeys('llm-gateway', 'old\n');
    const added = await key(['engine', 'add']);
    expect(added).toEqual({
      status: 0,
      out: '',
      error: `${made} two keys.\nEngines that start from now on accept both keys. Next:\n  ${restart}\n  npm run key -- engine use`,
    });
    const [first, next = ''] = kubectl.engineKeys['llm-serving']?.['keys']?.split('\n') ?? [];
    expect([first, next]).toEqual(['old', expect.stringMatching(/^[0-9A-Za-z]{43}$/)]);
    expect(kubectl.engineKeys).toEqual(same(`old\n${next}\n`));
    expect((await key(['engine', 'use'])).error).toBe(
      `${made} two keys.\nThe gateway sends the new key. Next, when scrapers send it too: npm run key -- engine drop`,
    );
    expect(kubectl.engineKeys).toEqual(same(`${next}\nold\n`));
    expect((await key(['engine', 'drop'])).error).toBe(
      `${made} one key.\nEngines that start from now on accept the key that is sent, and no other. Next:\n  ${restart}`,
    );
    expect(kubectl.engineKeys).toEqual(same(`${next}\n`));
  });

  test.each([
    ['is made', [], 'other\n'],
    ['is rotated', ['add'], 'one\ntwo\n'],
  ])('that another command changes meanwhile %s by that one alone', async (_, step, theirs) => {
    if (step.length > 0) for (const namespace of spaces) kubectl.putEngineKeys(namespace, 'one\n');
    kubectl.putEngineKeysMeanwhile(theirs);
    const before = kubectl.engineKeys['llm-gateway'];
    expect(await key(['engine', ...step])).toEqual({
      status: 2,
      out: '',
      error:
        'Secret llm-serving/engine-key on context kind-a: another command has changed it meanwhile.\n  fix: run this again: it goes on from what the Secret has now\n  [SecretChanged]\n\n1 fault.',
    });
    expect(kubectl.engineKeys['llm-serving']).toEqual({ keys: theirs });
    expect(kubectl.engineKeys['llm-gateway']).toEqual(before);
  });

  test('of scrapers is the first key alone', async () => {
    const scraped: EnvironmentInput = {
      ...here,
      prerequisites: [
        {
          kind: 'PodMonitor',
          namespace: 'monitoring',
          name: 'engines',
          authorization: 'Bearer',
          providedBy: 'the cluster team',
        },
      ],
    };
    kubectl.putEngineKeys('llm-serving', 'one\ntwo\n');
    expect((await key(['engine'], [scraped])).error).toBe(
      'Secrets llm-serving/engine-key, llm-gateway/engine-key, monitoring/engine-key on context kind-a have two keys.',
    );
    expect(kubectl.engineKeys).toEqual({ ...same('one\ntwo\n'), monitoring: entries('one\ntwo\n') });
  });

  test('goes to a store of secrets by hand', async () => {
    const place = "into property 'keys' of 'corral/engine-key', in the store behind SecretStore 'corral':";
    const { out, error } = await key(['engine'], [stored]);
    expect({ out: `${out}\n`, error }).toEqual({ out: secret, error: `Write this value ${place}` });
    kubectl.putEngineKeys('llm-serving', 'old\n');
    const added = await key(['engine', 'add'], [stored]);
    expect(added.out).toMatch(/^old\n[0-9A-Za-z]{43}$/);
    expect(kubectl.engineKeys).toEqual({ 'llm-serving': { keys: 'old\n' } });
  });

  test.each<[string, readonly string[], readonly string[], EnvironmentInput, number, string]>([
    [
      'a step that does not exist',
      ['engine', 'rotate'],
      [],
      here,
      3,
      `npm run key: there is no step 'rotate'.\n  allowed: add · use · drop${help}`,
    ],
    [
      'a second new key',
      ['engine', 'add'],
      ['a\nb\n', 'a\nb\n'],
      here,
      2,
      'key of engines of local on context kind-a: it has 2 keys.\n  allowed: one key, to which another is added\n  fix: end the rotation first: npm run key -- engine drop\n  [RotationStep]\n\n1 fault.',
    ],
    [
      'the end of no rotation',
      ['engine', 'drop'],
      ['a\n', 'a\n'],
      here,
      2,
      'key of engines of local on context kind-a: it has 1 key.\n  allowed: two keys: the one that is sent, and another\n  fix: npm run key -- engine add\n  [RotationStep]\n\n1 fault.',
    ],
    [
      'a rotation of no key',
      ['engine', 'add'],
      [],
      here,
      2,
      'key of engines of local on context kind-a: it has 0 keys.\n  allowed: one key, to which another is added\n  fix: npm run key -- engine\n  [RotationStep]\n\n1 fault.',
    ],
    [
      'another key in each namespace',
      ['engine', 'add'],
      ['a\n', 'b\n'],
      here,
      2,
      'Secret llm-gateway/engine-key on context kind-a: its keys are not those of llm-serving/engine-key.\n  fix: delete the one that is wrong, and run this again: kubectl -n llm-gateway delete secret engine-key\n  [EngineKeysDiffer]\n\n1 fault.',
    ],
    [
      'an environment without such a key',
      ['engine'],
      [],
      { ...here, cluster: { ...here.cluster, apiKey: { none: 'the mesh authenticates pods' } } },
      2,
      'local.cluster.apiKey: its llama-servers ask for no key.\n  fix: leave out apiKey: { none: … }\n  [NoEngineKey]\n\n1 fault.',
    ],
  ])('%s is refused', async (_, argv, [serving, ofGateway], environment, status, error) => {
    if (serving !== undefined) kubectl.putEngineKeys('llm-serving', serving);
    if (ofGateway !== undefined) kubectl.putEngineKeys('llm-gateway', ofGateway);
    expect(await key(argv, [environment])).toEqual({ status, out: '', error });
  });
});
