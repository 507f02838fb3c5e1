/** `key` as a process: in a shell, and at a terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newKey } from '../../scripts/key/form';
import { useFakeKubectl } from './support/kubectl';
import { gateway, hash, type Ended } from './support/run';

const root = join(__dirname, '..', '..');

const kubectl = useFakeKubectl();

describe('as a process', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-overlays-'));
    for (const name of ['lib', 'overlays', 'node_modules', 'package.json', 'build'])
      symlinkSync(join(root, name), join(folder, name));
    writeFileSync(
      join(folder, 'list.ts'),
      `import { local } from './overlays/local';\nexport const environments = [{ ...local, gateway: ${JSON.stringify(gateway)} }];\n`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function shell(script: string, input = ''): Ended {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: root,
      encoding: 'utf8',
      input,
      env: { ...process.env, LIST: join(folder, 'list.ts') },
    });
    return { status: status ?? -1, out: stdout, error: stderr };
  }

  test('a variable of the shell gets the key, and check accepts it until it is revoked', () => {
    const { status, out } = shell(
      'KEY=$(npm run --silent key -- new --client default --overlays $LIST 2> /dev/null); printf %s "$KEY" | npm run --silent key -- check --overlays $LIST',
    );
    const [id = ''] = Object.keys(kubectl.entries);
    expect({ status, out }).toEqual({
      status: 0,
      out: `id: ${id}\nclient: default\nexpires: never\nmodels: those of its client\nSecret llm-gateway/gateway-keys on context kind-a has the key\nThe gateway accepts it.\n`,
    });
  });

  const text = newKey();
  const check = 'node scripts/run.cjs key check --overlays $LIST';
  test.each<[string, unknown, string]>([
    ['has no key ID: it was revoked, or is of another environment', undefined, ''],
    ['has the hash of another key as ID', { client: 'default', sha256: 'f'.repeat(64) }, 'default'],
    [
      'has the key, and it is expired',
      { client: 'default', sha256: hash(text.text), expires: '2020-01-01T00:00:00Z' },
      'default',
    ],
    [
      "has the key, and the environment has no client 'team-z'",
      { client: 'team-z', sha256: hash(text.text) },
      'team-z',
    ],
  ])('check: the Secret %s', (found, entry, client) => {
    kubectl.put(entry === undefined ? {} : { [text.id]: entry });
    const { status, out } = shell(check, `${text.text}\n`);
    expect(status).toBe(1);
    expect(out).toContain(
      `Secret llm-gateway/gateway-keys on context kind-a ${found.replace('ID', text.id)}\nThe gateway refuses it.\n`,
    );
    if (client !== '') expect(out).toContain(`client: ${client}\n`);
  });

  /** Types into a terminal once it is asked for the key, and returns what the terminal showed. */
  async function typed(text: string): Promise<{ readonly status: number; readonly shown: string }> {
    const child = spawn('script', ['--quiet', '--return', '--command', check, '/dev/null'], {
      cwd: root,
      env: { ...process.env, LIST: join(folder, 'list.ts') },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const earlier = shown;
      shown += chunk.toString();
      if (shown.includes('Key (not shown)') && !earlier.includes('Key (not shown)')) child.stdin.write(text);
    });
    const [status] = (await once(child, 'close')) as [number];
    return { status, shown };
  }

  test('check asks on a terminal, and does not show what is typed', async () => {
    kubectl.put({ [text.id]: { client: 'default', sha256: hash(text.text) } });
    const { status, shown } = await typed(`${text.text}\r`);
    expect(shown).toContain('The gateway accepts it.');
    expect(shown).not.toContain(text.text.slice(-43));
    expect(status).toBe(0);
  });

  test('Ctrl+C at the question ends it without a word', async () => {
    const { status, shown } = await typed('\u0003');
    expect({ status, shown: shown.trim() }).toEqual({ status: 130, shown: 'Key (not shown):' });
  });

  test('check refuses a key that is too short by form, before any cluster is asked', () => {
    expect(shell(check, 'corral_abcdefgh_tooshort')).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringContaining('the key: its secret is too short: 8 of 43 characters.'),
    });
    expect(kubectl.calls).toEqual([]);
  });
});
