/** `npm run synth` as its user calls it: options, exit status, what it says, and what it leaves on the disk. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gib, type EnvironmentInput } from '../../lib';
import { environments } from '../../overlays';
import { dev } from '../../overlays/dev';
import { local } from '../../overlays/local';
import { commands } from '../../scripts/commands';

/** A policy that names a configuration keeps it, whatever the policy is called. */
const whereNoneIsSet =
  "kubectl get clusterpolicies.nvidia.com -o jsonpath='{.items[*].spec.devicePlugin.config.name}' | grep -q . || " +
  `kubectl patch $(kubectl get clusterpolicies.nvidia.com -o name) --type merge -p '{"spec":{"devicePlugin":{"config":{"name":"device-plugin-config"}}}}'`;

describe('synth', () => {
  let out: string;
  let said: string[];
  let complained: string[];
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'corral-synth-'));
    said = [];
    complained = [];
  });
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  const run = (all: readonly EnvironmentInput[], ...argv: readonly string[]): number =>
    commands.synth.run(['--out', out, ...argv], {
      console: { out: (text) => said.push(text), error: (text) => complained.push(text) },
      variables: {},
      environments: all,
    });

  const misspelt = (environment: EnvironmentInput): EnvironmentInput =>
    JSON.parse(JSON.stringify(environment).replaceAll('NVIDIA-L40S', 'NVIDIA-L04S')) as EnvironmentInput;

  test('renders all environments, a folder each, and says what they hold', () => {
    expect(run(environments)).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['dev', 'local', 'production', 'production-aws', 'staging']);
    expect(
      said
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith(out)),
    ).toHaveLength(5);
    expect(said.join('\n')).toMatch(
      /production\s+\d+ objects in \d+ charts · 5–17 nvidia\.com\/gpu · \d+ GiB claimed · \d+ images/,
    );
  });

  test('counts the volumes of databases as claimed, beside the store', () => {
    const claimedOf = (...all: readonly EnvironmentInput[]): readonly number[] => {
      said = [];
      expect(run(all, '--json')).toBe(0);
      return (JSON.parse(said.join('')) as readonly { claimedGib: number }[]).map(({ claimedGib }) => claimedGib);
    };
    const databases = {
      crm: { kind: 'postgres', size: gib(5), databases: { crm: {} }, passwords: { secretName: 'crm' }, clients: [] },
    } as const;
    const [without = 0] = claimedOf(local);
    expect(claimedOf({ ...local, databases })).toEqual([without + 5]);
  });

  test('renders the named environment only', () => {
    expect(run(environments, '--env', 'local')).toBe(0);
    expect(readdirSync(out)).toEqual(['local']);
  });

  test('prints a summary for machines', () => {
    expect(run(environments, '--env', 'dev', '--json')).toBe(0);
    expect(JSON.parse(said.join(''))).toMatchObject([
      {
        environment: 'dev',
        folder: join(out, 'dev'),
        gpus: [{ resource: 'nvidia.com/gpu.shared', minimum: 3, maximum: 3 }],
      },
    ]);
  });

  test('says what the GPU operator must be told before GPUs are shared, with the exact patch', () => {
    run(environments, '--env', 'dev');
    expect(said.join('').split('\n').slice(1)).toEqual([
      '  before you apply, turn on time-slicing on pool shared, with 4 pods for each GPU:',
      '    kubectl -n gpu-operator get configmap device-plugin-config > /dev/null || kubectl -n gpu-operator create configmap device-plugin-config',
      `    kubectl -n gpu-operator patch configmap device-plugin-config --type merge -p '{"data":{"shared":"version: v1\\nsharing:\\n  timeSlicing:\\n    renameByDefault: true\\n    failRequestsGreaterThanOne: true\\n    resources:\\n      - name: nvidia.com/gpu\\n        replicas: 4\\n"}}'`,
      `    ${whereNoneIsSet}`,
      '    kubectl label node gpu-dev-1 nvidia.com/device-plugin.config=shared',
    ]);
  });

  test('says which nodes use the configuration where it is rendered, and no patch of it', () => {
    const { shared } = dev.nodePools;
    if (shared?.sharing === undefined) throw new Error('dev shares other GPUs');
    run([
      {
        ...dev,
        nodePools: { ...dev.nodePools, shared: { ...shared, sharing: { ...shared.sharing, devicePlugin: 'owned' } } },
      },
    ]);
    expect(said.join('').split('\n').slice(1)).toEqual([
      '  before you apply, turn on time-slicing on pool shared, with 4 pods for each GPU:',
      `    ${whereNoneIsSet}`,
      '    kubectl label node gpu-dev-1 nvidia.com/device-plugin.config=shared',
    ]);
  });

  test('refuses an environment that is not there', () => {
    expect(run(environments, '--env', 'prodution')).toBe(3);
    expect(complained.join('')).toBe(
      "--env: no overlay is called 'prodution'.\n  did you mean: production\n  allowed: local · dev · staging · production · production-aws\n  [UnknownEnvironment]",
    );
  });

  test('refuses an option that is not there, with what is allowed', () => {
    expect(run(environments, '--environment', 'dev')).toBe(3);
    expect(complained.join('')).toContain(
      "npm run synth: there is no option '--environment'.\n  did you mean: --env\n",
    );
  });

  test('prints the usage', () => {
    expect(run(environments, '--help')).toBe(0);
    expect(said.join('')).toContain('npm run synth -- [--env NAME]');
    expect(readdirSync(out)).toEqual([]);
  });

  test('tells the faults of every environment at once, and leaves what was there untouched', () => {
    const [local, dev, , production] = environments;
    if (local === undefined || dev === undefined || production === undefined) throw new Error('overlays are missing');
    expect(run([local])).toBe(0);
    const before = readFileSync(join(out, 'local', 'index.json'), 'utf8');
    expect(run([local, misspelt(dev), misspelt(production)])).toBe(2);
    const text = complained.join('');
    expect(text).toContain('dev.nodePools.shared.hardware.gpu: ');
    expect(text).toContain('did you mean: NVIDIA-L40S');
    expect(text).toContain('production.nodePools.l40s.hardware.gpu: ');
    expect(text).toContain("production.nodePools['l40s-ollama'].hardware.gpu: ");
    expect(text).toMatch(/3 faults; nothing was written\.$/);
    expect(existsSync(join(out, 'dev'))).toBe(false);
    expect(readFileSync(join(out, 'local', 'index.json'), 'utf8')).toBe(before);
  });
});
