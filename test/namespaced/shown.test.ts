/** What people read of an environment whose rights end at one namespace: no promise is weaker without a word. */
import { expect, test } from '@jest/globals';
import { difference, isSame, planFacts, synthesise, type EnvironmentInput } from '../../lib';
import { commands } from '../../scripts/commands';
import { markdown } from '../../scripts/diff/markdown';
import { text } from '../../scripts/diff/text';
import { team } from './team';

function run(command: 'plan', ...argv: readonly string[]): string {
  const out: string[] = [];
  const status = commands[command].run(argv, {
    console: { out: (line) => out.push(line), error: (line) => out.push(line), layout: { width: 240, colours: false } },
    environments: [team],
  });
  expect(status).toBe(0);
  return out.join('\n');
}

test('the plan prints the promises that hold only in part, and what is left of quotas', () => {
  const out = run('plan');
  expect(out).toContain(
    `Promises that hold only in part
  the namespaces deny all traffic that no policy allows:
    only pods of Corral deny it: other pods in team-llm keep their rules, and a policy of others that selects all pods can allow more
`,
  );
  expect(out).toContain('no pod of Corral names a PriorityClass: none preempts another');
  expect(out).toContain('Quotas that namespace team-llm has');
  expect(out).toMatch(/^ {2}team +requests\.nvidia\.com\/gpu +5 +5 +legal 2 \+ 3$/m);
  expect(out).toMatch(/^ {2}team +requests\.cpu +\S+ +36 +/m);
  expect(out).not.toContain('Quota of the serving namespace');
});

test('the plan for machines has them too', () => {
  const [plan] = JSON.parse(run('plan', '--json')) as { weakened: { promise: string; holds: string }[] }[];
  expect(plan?.weakened.map(({ promise }) => promise)).toContain('only pods of the store can mount its claim');
});

/** The same environment in namespaces of its own. */
const wide = {
  ...team,
  cluster: {
    id: 'shared',
    dns: { addresses: ['10.96.0.10/32'] },
    namespaces: { serving: 'team-llm' },
    requestsFrom: { namespace: 'edge', podLabels: { app: 'web' } },
    weights: team.cluster.weights,
  },
} as const satisfies EnvironmentInput;

const sideOf = (input: EnvironmentInput) => {
  const { name, charts, plan } = synthesise(input);
  return { name, charts, facts: planFacts(plan) };
};

test('a difference shows the promises that become weaker, and those that hold whole again', () => {
  const [before, after] = [sideOf(wide), sideOf(team)];
  const weaker = difference(before, after);
  expect(weaker.promises.restored).toEqual([]);
  expect(weaker.promises.weakened).toHaveLength(5);
  expect(text([weaker], { width: 240, colours: false })).toContain(
    'Promises that hold only in part\n  + a quota, defaults and a cap on the GPUs of one pod hold for every pod: none is rendered; what exists is counted: ResourceQuota team, LimitRange team\n',
  );
  expect(markdown([difference(after, before)])).toContain(
    '- only pods of the store can mount its claim: every pod in team-llm can mount it, pods of others too',
  );
  expect(difference(after, before).promises.weakened).toEqual([]);
});

test('the same promises are no difference', () => {
  const side = sideOf(team);
  expect(difference(side, side).promises).toEqual({ weakened: [], restored: [] });
  expect(isSame(difference(side, side))).toBe(true);
  const { facts } = side;
  expect(isSame(difference(side, { ...side, facts: { ...facts, weakened: [] } }))).toBe(false);
});
