/**
 * The rules of alerts with Prometheus' own tool: they are well formed, and in each situation exactly the alerts fire that
 * should. Windows of any length pass at once.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureTools, toolPath } from '../../scripts/toolchain/tools';
import { planned, watched } from '../observability/alerts/fixture';
import { ruleFiles } from '../observability/alerts/rule-files';
import { always, type Situation } from '../observability/alerts/situation';
import { situations } from '../observability/alerts/situations';

const run = promisify(execFile);

let folder: string;
let promtool: string;
let files: readonly string[];

beforeAll(async () => {
  await ensureTools(['promtool']);
  promtool = await toolPath('promtool');
  folder = mkdtempSync(join(tmpdir(), 'corral-rules-'));
  const written = Object.entries(ruleFiles(planned(watched)));
  for (const [name, text] of written) writeFileSync(join(folder, name), text);
  files = written.map(([name]) => name);
}, 30 * 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the tool prints, and whether it found something wrong. */
const tool = async (...args: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> =>
  run(promtool, [...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ ok: true, text: `${stdout}${stderr}` }),
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => ({
      ok: false,
      text: `${stdout}${stderr}`,
    }),
  );

test('the rules pass all checks of promtool', async () => {
  const { ok, text } = await tool('check', 'rules', '--lint=all', '--lint-fatal', ...files);
  expect({ ok, text: ok ? '' : text }).toEqual({ ok: true, text: '' });
});

const nameOf = ({ about, when, fires }: Situation): string =>
  `${about} ${fires.length === 0 ? 'stays silent' : 'fires'}: ${when}`;

/** Which alerts fire, once for each severity. */
const firing = 'group by (severity, alertname) (ALERTS{alertstate="firing"})';

function asPromtoolTest(situation: Situation): object {
  const { after, every = 1, fires, series, without = [] } = situation;
  const all = Object.entries({ ...always, ...series }).filter(([selector]) => !without.includes(selector));
  return {
    name: `${situations.indexOf(situation)}`,
    interval: `${every}m`,
    input_series: all.map(([selector, values]) => ({ series: selector, values })),
    promql_expr_test: [
      {
        expr: firing,
        eval_time: `${after}m`,
        exp_samples: fires.map((each) => {
          const [severity, name] = each.split(' ');
          return { labels: `{severity="${severity}",alertname="${name}"}`, value: 1 };
        }),
      },
    ],
  };
}

/** Situations by the time between two values: rules are evaluated as often. */
const paces = [...new Set(situations.map(({ every = 1 }) => every))].map((every) => ({
  every,
  of: situations.filter((each) => (each.every ?? 1) === every),
}));

/** What promtool reports of each situation that is not as it should be. */
async function failures(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { every, of } of paces) {
    const tests = of.map(asPromtoolTest);
    const content = { rule_files: files, evaluation_interval: `${every}m`, tests };
    writeFileSync(join(folder, 'tests.json'), JSON.stringify(content));
    const { ok, text } = await tool('test', 'rules', '--junit=report.xml', 'tests.json');
    const cases = [
      ...readFileSync(join(folder, 'report.xml'), 'utf8').matchAll(/<testcase name="(\d+)"[^>]*>(.*?)<\/testcase>/gs),
    ];
    if (cases.length !== of.length) throw new Error(`${cases.length} of ${of.length} situations were tried:\n${text}`);
    for (const [, index, report = ''] of cases)
      if (report.includes('<failure')) found.set(nameOf(situations[Number(index)] as Situation), report);
    if (ok !== (found.size === 0)) throw new Error(text);
  }
  return found;
}

describe('in each situation exactly these alerts fire', () => {
  let failed: ReadonlyMap<string, string>;
  beforeAll(async () => {
    failed = await failures();
  }, 300_000);

  test.each(situations.map((each) => [nameOf(each)]))('%s', (name) => {
    expect(failed.get(name)).toBeUndefined();
  });
});
