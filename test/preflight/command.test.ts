/** The command lines of preflight and discover, before any cluster is asked. */
import { expect, test } from '@jest/globals';
import { production } from '../../overlays/production';
import { helpOf } from '../../scripts/command/line';
import { commands } from '../../scripts/commands';
import { line as discoverLine } from '../../scripts/discover/options';
import { line } from '../../scripts/preflight/options';

interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

function saying(run: (console: Console) => number): {
  readonly status: number;
  readonly out: readonly string[];
  readonly error: readonly string[];
} {
  const [out, error]: [string[], string[]] = [[], []];
  return { status: run({ out: (text) => out.push(text), error: (text) => error.push(text) }), out, error };
}

const preflight = (...argv: readonly string[]) =>
  saying((console) => commands.preflight.run(argv, { console, environments: [production] }));
const discover = (...argv: readonly string[]) => saying((console) => commands.discover.run(argv, { console }));

test('help is printed, and is no error', () => {
  expect(preflight('--help')).toEqual({ status: 0, out: [helpOf(line)], error: [] });
  expect(discover('--help')).toEqual({ status: 0, out: [helpOf(discoverLine)], error: [] });
});

test('a wrong command line is refused, with what is allowed', () => {
  const help = 'help: npm run preflight -- --help\n  [Usage]';
  expect(preflight('--env', 'production', '--contxt', 'x').error).toEqual([
    `npm run preflight: there is no option '--contxt'.\n  did you mean: --context\n  allowed: --env · --context · --kubeconfig · --json · --overlays\n  ${help}\n` +
      `npm run preflight: 'x' is too many.\n  ${help}`,
  ]);
  expect(preflight()).toEqual({
    status: 3,
    out: [],
    error: [`npm run preflight: --env is missing.\n  fix: --env NAME\n  ${help}`],
  });
  expect(discover('x')).toEqual({
    status: 3,
    out: [],
    error: ["npm run discover: 'x' is too many.\n  help: npm run discover -- --help\n  [Usage]"],
  });
});

test('an environment that no overlay defines is refused', () => {
  expect(preflight('--env', 'prod')).toEqual({
    status: 3,
    out: [],
    error: [
      "--env: no overlay is called 'prod'.\n  did you mean: production\n  allowed: production\n  [UnknownEnvironment]",
    ],
  });
});

test('an environment that does not synthesise is refused before any cluster is asked', () => {
  const broken = { ...production, cluster: { ...production.cluster, kubernetes: '1.20' as '1.36' } };
  const { status, error } = saying((console) =>
    commands.preflight.run(['--env', 'production', '--kubeconfig', '/none'], { console, environments: [broken] }),
  );
  expect(status).toBe(2);
  expect(error).toEqual([expect.stringMatching(/^production\.cluster\.kubernetes: [^]*\[NotAllowed\]\n\n1 fault\.$/)]);
});
