/** What README and tutorial show is what the commands print. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FaultError, formatFault, synthesiseAll, type EnvironmentInput, type Fault } from '../../lib';
import { local } from '../../overlays/local';
import { production } from '../../overlays/production';
import { staging } from '../../overlays/staging';
import { claims } from '../cluster/claims';
import { lab } from './readme-overlay';

const root = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function faultsOf(...environments: readonly EnvironmentInput[]): readonly Fault[] {
  try {
    synthesiseAll(environments);
    return [];
  } catch (error) {
    if (error instanceof FaultError) return error.faults;
    throw error;
  }
}

const replaced = (environment: EnvironmentInput, from: string, to: string): EnvironmentInput =>
  JSON.parse(JSON.stringify(environment).replace(from, to)) as EnvironmentInput;

const withModel = (environment: EnvironmentInput, name: string, change: object): EnvironmentInput => ({
  ...environment,
  models: { ...environment.models, [name]: { ...environment.models?.[name], ...change } as never },
});

describe('README', () => {
  const faults = faultsOf(
    withModel(staging, 'llama-3', { weights: 'llama-3.3-70b-instruct/Q4_K_M' }),
    replaced(production, '"gpu":"NVIDIA-L40S"', '"gpu":"NVIDIA-L04S"'),
  );

  test.each([['ModelDoesNotFit'], ['UnknownGpu']])('shows the report of %s as it is', (code) => {
    const [first] = faults.filter((fault) => fault.code === code);
    expect(first).toBeDefined();
    if (first !== undefined) expect(read('README.md')).toContain(formatFault(first));
  });

  test('shows an environment that synthesises', () => {
    const [, shown = ''] = /```ts\n([^]*?)```/.exec(read('README.md')) ?? [];
    const written = shown.replace("'./models'", "'../../overlays/models'");
    expect(written).toBe(read('test/docs/readme-overlay.ts'));
    expect(faultsOf(lab)).toEqual([]);
  });
});

describe('the page of proofs', () => {
  test('has a row with figures for every claim of the tests on a control plane, in their order', () => {
    const [, table = ''] = /<!-- figures -->([^]*)<!-- \/figures -->/.exec(read('docs/explanation/proof.md')) ?? [];
    const rows = new Map(
      [...table.matchAll(/^\| (.+) \| (.*\d.*) \|$/gm)].map(([, claim = '', figures]) => [claim, figures]),
    );
    expect([...rows.keys()]).toEqual(Object.values(claims));
  });
});

describe('the tutorial', () => {
  const tiny = {
    weights: 'qwen3:0.6b',
    settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
    pools: ['laptop'],
    cpu: 1,
    replicas: 1,
  };

  test('adds a model that is accepted, and brings the files that it names', () => {
    const [synthesis] = synthesiseAll([withModel(local, 'qwen3', tiny)]);
    expect(synthesis?.charts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['load-qwen3-0-6b', 'model-qwen3']),
    );
  });

  test.each([
    ['cpu', 8],
    ['weights', 'qwen3:0.6'],
  ])('shows what comes back for a wrong %s', (field, value) => {
    const [first] = faultsOf(withModel(local, 'qwen3', { ...tiny, [field]: value }));
    expect(first).toBeDefined();
    if (first !== undefined) expect(read('docs/tutorial/first-model.md')).toContain(formatFault(first));
  });
});

/** Every Markdown page of the project. */
function pages(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? pages(join(folder, entry.name))
      : entry.name.endsWith('.md')
        ? [join(folder, entry.name)]
        : [],
  );
}

const allPages = [...pages('docs'), 'README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'];

/** Anchors of the headings of a page, as GitHub writes them. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

test.each(allPages.map((page) => [page]))('%s links only to what is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', anchor]) => ({ to: path === '' ? page : join(dirname(page), path), anchor }),
  );
  expect(links.filter(({ to }) => !existsSync(join(root, to)))).toEqual([]);
  expect(
    links.filter(({ to, anchor }) => anchor !== undefined && to.endsWith('.md') && !anchorsOf(read(to)).has(anchor)),
  ).toEqual([]);
});

test('every command is on the page of the reference', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const commands = Object.entries(scripts)
    .filter(([, line]) => /^node scripts\/run\.cjs \S+$/.test(line))
    .map(([name]) => name);
  const rows = [...read('docs/reference/README.md').matchAll(/^\| `npm run (\S+)` \|/gm)].map(([, name]) => name);
  expect(new Set(rows)).toEqual(new Set(commands));
});

test('every how-to page is in the list of these pages', () => {
  const list = read('docs/how-to/README.md');
  expect(
    pages('docs/how-to').filter(
      (page) => !page.endsWith('README.md') && !list.includes(`](${page.replace('docs/how-to/', '')})`),
    ),
  ).toEqual([]);
});

test('the tables of prerequisites name codes of preflight and synth only', () => {
  const known = read('docs/reference/errors.md');
  const codes = [...read('docs/how-to/prepare-a-cluster.md').matchAll(/`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`/g)].flatMap(
    ([, code]) => code ?? [],
  );
  expect(codes.length).toBeGreaterThan(10);
  expect([...new Set(codes)].filter((code) => !known.includes(`\`${code}\``))).toEqual([]);
});
