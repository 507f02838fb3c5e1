/** `npm run plan`: what it prints for people and for machines, and how it ends. */
import { describe, expect, test } from '@jest/globals';
import type { ClusterWideInput } from '../../lib';
import { bytes } from '../../lib/core/bytes';
import { commands } from '../../scripts/commands';
import { bar } from '../../scripts/plan/text';
import { environments } from '../../overlays';

function run(...argv: readonly string[]) {
  const out: string[] = [];
  const error: string[] = [];
  const status = commands.plan.run(argv, {
    console: {
      out: (text) => out.push(text),
      error: (text) => error.push(text),
      layout: { width: 240, colours: false },
    },
    environments,
  });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

describe('npm run plan', () => {
  test('prints pools, models, rollouts, drains, times, quota and cost of an environment', () => {
    const { status, out, error } = run('--env', 'production');
    expect([status, error]).toEqual([0, '']);
    expect(out).toMatch(/^production: all required pods fit, in any scheduling order\.$/m);
    expect(out).toMatch(/^ +nvidia\.com\/gpu +█+▒+·+ +1 to 10 of 12$/m);
    expect(out).toContain(
      'Ollama: this holds while no request sets keep_alive, shift, or any of options.num_ctx, num_batch',
    );
    expect(out).toMatch(/^ {2}llama-3-70b +llama-3\.3-70b-instruct\/Q4_K_M +h100 +1–4 +1$/m);
    expect(out).toMatch(/^ {2}l40s-ollama +3 +outage +ollama up to 1$/m);
    expect(out).toMatch(/^ {2}llama-3-70b +51 \d{3} {2}weights 39 980, KV cache 10 240, /m);
    expect(out).toMatch(/^ {2}h100 +2 · 2 · 2 +8 760 /m);
    expect(out).toMatch(/^ {2}h100 +.*set in the environment$/m);
    expect(out).toMatch(/^ {2}requests\.memory +\d+Gi {2}as above$/m);
    for (const title of ['Rollouts and drains', 'Times', 'Quota of the serving namespace', 'Cost of each model'])
      expect(out).toContain(title);
    expect(out).not.toContain('staging:');
  });

  test('names the pools whose nodes are found by name, and the label that avoids restarts', () => {
    const { out } = run('--env', 'dev');
    expect(out).toContain('Pools found by the names of their nodes: a new node replaces the pods there.');
    expect(out).toMatch(
      /^ {2}shared +llama-3-2-3b, qwen-2-5-7b, ollama, the weights server, the loaders and the collector +kubectl label node gpu-dev-1 corral\.dev\/pool=shared +nodePools\.shared: labels: \{ 'corral\.dev\/pool': 'shared' \}$/m,
    );
    expect(run('--env', 'production').out).not.toContain('found by the names');
  });

  test('says which price is not known, and that the sums leave it out', () => {
    const { out } = run('--env', 'dev');
    expect(out).toMatch(/^ {2}all +-( +unknown){5} /m);
    expect(out).not.toContain('at least 0');
    expect(out).toMatch(/^ {2}The price of shared is not known. The sums leave it out\.$/m);
  });

  test('prints every number with its reason for machines', () => {
    const [plan] = JSON.parse(run('--env', 'staging', '--json').out) as {
      environment: string;
      servers: { name: string; budgets: { grace: { value: number; because: string } } }[];
      placement: { spotLosses: unknown[] };
    }[];
    expect(plan?.environment).toBe('staging');
    expect(plan?.servers.find(({ name }) => name === 'gpt-oss')?.budgets.grace.because).toMatch(
      /for endpoints to follow/,
    );
    expect(plan?.placement.spotLosses).toHaveLength(3);
  });

  test('derives one model, or one fleet, line by line', () => {
    const model = run('--env', 'production', '--explain', 'llama-3-70b').out;
    expect(model).toMatch(/^ {3}10 240 {2}KV cache: 80 layers of 8192 cells in 4 streams, f16 and f16$/m);
    expect(model).toMatch(/^grace period: .* \(20 s for endpoints to follow, /m);
    expect(model).toMatch(
      /^a pod that ends cuts a running answer after .* s; a request that waits then gets no answer, and keeps its connection until the grace period is over at most$/m,
    );
    expect(model).toMatch(/^scale-up period: /m);
    expect(model).toMatch(
      /^usable on NVIDIA-H100-80GB-HBM3 of pool h100: 76 665 MiB \(99 % of 81559 MiB less 4078 MiB of headroom\)$/m,
    );
    expect(run('--env', 'production', '--explain', 'ollama').out).toMatch(/^llama3\.1:8b, GPU 0: /m);
  });

  test('derives a model of every environment that has it', () => {
    const { status, out } = run('--explain', 'llama-3-70b');
    expect(status).toBe(0);
    expect(out.match(/^(local|dev|staging|production|production-aws)$/gm)).toEqual(['production', 'production-aws']);
    const found = JSON.parse(run('--explain', 'llama-3-70b', '--json').out) as {
      environment: string;
      name: string;
      memory: Record<string, { devices: unknown[] }>;
    }[];
    expect(
      found.map(({ environment, name, memory }) => [environment, name, Object.values(memory)[0]?.devices.length]),
    ).toEqual([
      ['production', 'llama-3-70b', 1],
      ['production-aws', 'llama-3-70b', 2],
    ]);
    expect(run('--explain', 'lama-3-70b')).toMatchObject({
      status: 3,
      error: expect.stringMatching(
        /^--explain: none of local, dev, staging, production, production-aws has a model or fleet called 'lama-3-70b'\.\n {2}did you mean: llama-3-70b\n/,
      ),
    });
  });

  test('says how it is used', () => {
    expect(run('--help')).toMatchObject({ status: 0, out: expect.stringContaining('--explain MODEL') });
    expect(run('--what')).toMatchObject({
      status: 3,
      error: expect.stringContaining(
        "npm run plan: there is no option '--what'.\n  allowed: --env · --explain · --json · --overlays\n",
      ),
    });
  });

  test('refuses a word that may be an environment, and names the option for it', () => {
    expect(run('local')).toMatchObject({
      status: 3,
      error: expect.stringContaining("npm run plan: 'local' is too many.\n  fix: --env local\n"),
    });
  });

  test('refuses what it does not know', () => {
    expect(run('--env', 'prodution')).toEqual({
      status: 3,
      out: '',
      error:
        "--env: no overlay is called 'prodution'.\n  did you mean: production\n  allowed: local · dev · staging · production · production-aws\n  [UnknownEnvironment]",
    });
    expect(run('--env', 'dev', '--explain', 'llama-3-2-3bb')).toEqual({
      status: 3,
      out: '',
      error:
        "--explain: dev has no model or fleet called 'llama-3-2-3bb'.\n  did you mean: llama-3-2-3b\n  allowed: llama-3-2-3b · qwen-2-5-7b · ollama\n  [UnknownWorkload]",
    });
  });

  test('tells the faults of every environment that is refused', () => {
    const errors: string[] = [];
    const [local, dev] = environments;
    if (local === undefined || dev === undefined) throw new Error('two overlays');
    const broken = [local, dev].map((environment) => {
      const cluster = environment.cluster as ClusterWideInput;
      return { ...environment, cluster: { ...cluster, weights: { ...cluster.weights, capacity: bytes(2 ** 20) } } };
    });
    const console = { out: () => undefined, error: (text: string) => errors.push(text) };
    expect(commands.plan.run([], { console, environments: broken })).toBe(2);
    expect(errors.join()).toMatch(
      /local\.cluster\.weights\.capacity: .*\[StoreTooSmall\].*dev\.cluster\.weights\.capacity: .*\[StoreTooSmall\]\n\n2 faults\.$/s,
    );
  });
});

test('a bar shows the least that is there, and never more than there is', () => {
  expect(bar(0, 0, 20)).toBe('·'.repeat(20));
  expect(bar(0.001, 0.5, 20)).toBe(`█${'▒'.repeat(9)}${'·'.repeat(10)}`);
  expect(bar(0.5, 3, 20)).toBe(`${'█'.repeat(10)}${'▒'.repeat(10)}`);
});

test.each(environments.map(({ name }) => [name]))(
  'no table of %s is wider than 80 columns where no width is known',
  (name) => {
    const out: string[] = [];
    const console = { out: (text: string) => out.push(text), error: () => undefined };
    commands.plan.run(['--env', name], { console, environments });
    expect(
      out
        .join('\n')
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  },
);
