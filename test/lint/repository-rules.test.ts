/** The rules of this repository, as the linter reports them on small files. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = join(__dirname, '../..');
const rules = ['typed-objects', 'no-environment-names', 'no-engine-names', 'pure'];

const engine = (what: string): string =>
  `${what} asks which engine it is; fix: a field or function of the interface Engine, which each engine gives`;
const environment = (name: string): string =>
  `lib must not ask for the environment '${name}'; fix: a field of the environment that says what differs`;
const impure = (what: string): string =>
  `lib must not read ${what}; fix: take it as an argument from main.ts, deploy/ or scripts/`;

/** A line of code, and what is reported of it. */
const cases: readonly (readonly [string, string | undefined])[] = [
  ["export const a = (s) => s.engine === 'ollama';", engine("a comparison with 'ollama'")],
  ["export const a = (s) => 'llama-server' !== s.engine;", engine("a comparison with 'llama-server'")],
  ["export const a = (s) => s?.engine == 'ollama';", engine("a comparison with 'ollama'")],
  ["export function a(s) { switch (s.engine) { case 'ollama': return 1; } }", engine("case 'ollama'")],
  ["export const a = (m) => m.engines?.includes('ollama');", engine("includes('ollama')")],
  ["export const a = (s) => 'rollout' in s;", engine("'rollout' in")],
  ["export const a = (s) => !('volumeSize' in s);", engine("'volumeSize' in")],
  ["export const a = (m) => m.origin.from === 'ollama';", undefined],
  ["export const a = (m) => m.origin?.from !== 'ollama';", undefined],
  ["export const a = ({ from }) => from === 'ollama';", undefined],
  ["export function a(o) { switch (o.from) { case 'ollama': return 1; } }", undefined],
  ['export const a = (s, one) => s.engine === one.name;', undefined],
  ["export const a = (s) => ['key' in s, s.name === 'ollama-1', s.list.includes('x')];", undefined],
  ["export const a = { engine: 'ollama' };", undefined],
  ["export const a = (e) => e.name === 'production';", environment('production')],
  ["export function a(e) { switch (e.name) { case 'dev': return 1; } }", environment('dev')],
  ["export const a = (e) => e.delivery === 'gitops';", undefined],
  [
    "export const a = new ApiObject(scope, 'x', { selektor: 1 });",
    'a bare ApiObject accepts any key; fix: object() of lib/kubernetes/draw/object.ts',
  ],
  ["export const a = object(scope, 'x', 'ConfigMap', {});", undefined],
  ['export const a = () => Date.now();', impure('the clock')],
  ['export const a = () => new Date();', impure('the clock')],
  ['export const a = () => Math.random();', impure('chance')],
  ['export const a = () => process.env;', impure('the process')],
  ['export const a = (at) => new Date(at);', undefined],
];

let folder: string;
let found: ReadonlyMap<string, readonly string[]>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-lint-'));
  cases.forEach(([text], i) => writeFileSync(join(folder, `${i}.ts`), `${text}\n`));
  writeFileSync(
    join(folder, '.oxlintrc.json'),
    JSON.stringify({
      categories: { correctness: 'off' },
      plugins: [],
      jsPlugins: [join(root, 'scripts/lint/repository-rules.mjs')],
      rules: Object.fromEntries(rules.map((rule) => [`repository/${rule}`, 'error'])),
    }),
  );
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout) as {
    readonly diagnostics: readonly { readonly message: string; readonly filename: string }[];
  };
  const all = new Map<string, string[]>();
  for (const { message, filename } of diagnostics) all.set(filename, [...(all.get(filename) ?? []), message]);
  found = all;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(cases.map(([text, message], i) => [text, message, i] as const))('%s', (_, message, i) => {
  expect(found.get(`${i}.ts`) ?? []).toEqual(message === undefined ? [] : [message]);
});
