/**
 * `npm run compare:gguf-parser`: our estimates and those of gguf-parser-go beside what the engine's own planner said,
 * for every recorded start whose layers are all on GPUs. Files have the exact shape of the models and take a few
 * megabytes of disk each.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandLine, Context, Exit, Parsed } from '../../../scripts/command';
import { command } from '../../../scripts/command/command';
import { markdownTable } from '../../../scripts/command/markdown-table';
import { start } from '../../../scripts/command/start';
import { toolPath } from '../../../scripts/toolchain/tools';
import { writeModelFile } from '../../gguf/model-file';
import { compared, complete, rows, total, type Buffers, type Row } from './compared';
import { shapes } from './shapes';

const page = join(__dirname, '../../../docs/explanation/memory.md');
const mark = '<!-- gguf-parser -->';

const line = {
  name: 'compare:gguf-parser',
  does: 'Compares our memory estimates with those of gguf-parser-go, and prints the table of docs/explanation/memory.md.',
  options: { write: { type: 'boolean', text: 'write the table into the page' } },
  exits: { 0: 'the page has this table', 1: 'the page has another table' },
  examples: ['npm run compare:gguf-parser', 'npm run compare:gguf-parser -- --write'],
} as const satisfies CommandLine;

/** What the parser says of one device. */
interface Estimate {
  readonly weights: number;
  readonly cache: number;
  readonly compute: number;
}

const cumulated = (parts: readonly number[]): readonly number[] => {
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.map((_, i) => parts.slice(0, i + 1).reduce((all, part) => all + part, 0) / sum);
};

/** Where the physical batch is the larger one the engine lowers it, and the parser ends. */
const question = (row: Row, path: string): string =>
  JSON.stringify({
    path,
    contextSize: row.contextLength * row.parallel,
    parallel: row.parallel,
    logicalBatch: row.batchSize,
    physicalBatch: Math.min(row.batchSize, row.ubatchSize),
    cacheTypeK: row.cacheTypeK,
    cacheTypeV: row.cacheTypeV,
    flashAttention: row.flashAttention,
    tensorSplit: cumulated(row.tensorSplit.length > 0 ? row.tensorSplit : Array.from({ length: row.gpus }, () => 1)),
  });

/** The estimates of the parser for each start, by device: the host, then the GPUs. */
function estimates(program: string, asked: readonly Row[]): readonly (readonly Estimate[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'corral-gguf-parser-'));
  try {
    const paths = new Map(
      [...new Set(asked.map(({ shape }) => shape))].map((key, i) => [key, join(folder, `${i}.gguf`)]),
    );
    for (const [key, path] of paths) {
      const shape = shapes[key];
      if (shape === undefined) throw new Error(`no shape ${key}`);
      const { facts, mix, ...variant } = shape;
      writeModelFile(path, facts, mix, variant);
    }
    const input = asked.map((row) => `${question(row, paths.get(row.shape) ?? '')}\n`).join('');
    const { stdout, stderr, status } = spawnSync(program, [], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (status !== 0) throw new Error(`gguf-parser ended with ${status}: ${stderr}`);
    return stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as readonly Estimate[]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One device: the engine, and what is said of it. */
interface Pair {
  readonly architecture: string;
  readonly engine: Buffers;
  readonly said: Buffers;
}

const mebibyte = 1024 ** 2;
const number = (value: number): string => value.toFixed(1);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const excess = ({ engine, said }: Pair): number => (total(said) - total(engine)) / mebibyte;
const count = (pairs: readonly Pair[], holds: (pair: Pair) => boolean): string => `${pairs.filter(holds).length}`;

const measures: readonly (readonly [string, (pairs: readonly Pair[]) => string])[] = [
  ['GPUs of all starts', (pairs) => `${pairs.length}`],
  [
    'weights differ by more than 0.1 MiB',
    (pairs) => count(pairs, ({ engine, said }) => Math.abs(said[0] - engine[0]) > 0.1 * mebibyte),
  ],
  [
    'cache and recurrent state differ by more than 0.1 MiB',
    (pairs) => count(pairs, ({ engine, said }) => Math.abs(said[1] - engine[1]) > 0.1 * mebibyte),
  ],
  ['compute is below the engine', (pairs) => count(pairs, ({ engine, said }) => said[2] < engine[2])],
  ['the sum is below the engine', (pairs) => count(pairs, (pair) => excess(pair) < 0)],
  ['sum: median of the difference, MiB', (pairs) => number(median(pairs.map((pair) => Math.abs(excess(pair)))))],
  ['sum: most below the engine, MiB', (pairs) => number(Math.max(0, ...pairs.map((pair) => -excess(pair))))],
  ['sum: most above the engine, MiB', (pairs) => number(Math.max(0, ...pairs.map(excess)))],
];

/** Both tables: over all, and the sum by architecture. */
function tables(ours: readonly Pair[], theirs: readonly Pair[], version: string): string {
  const names = ['Corral', `gguf-parser-go ${version}`];
  const architectures = [...new Set(ours.map(({ architecture }) => architecture))].toSorted();
  const of = (pairs: readonly Pair[], name: string): readonly Pair[] =>
    pairs.filter(({ architecture }) => architecture === name);
  const sums = (pairs: readonly Pair[]): readonly string[] => [
    number(median(pairs.map((pair) => Math.abs(excess(pair))))),
    count(pairs, (pair) => excess(pair) < 0),
  ];
  return [
    markdownTable(
      ['', ...names],
      measures.map(([text, measure]) => [text, measure(ours), measure(theirs)]),
      1,
    ),
    markdownTable(
      [
        'architecture',
        'GPUs',
        'Corral, median of the difference in MiB',
        'below the engine',
        'gguf-parser-go, median',
        'below the engine',
      ],
      architectures.map((name) => [
        name,
        `${of(ours, name).length}`,
        ...sums(of(ours, name)),
        ...sums(of(theirs, name)),
      ]),
      1,
    ),
  ].join('\n\n');
}

const pinned = (): string =>
  /gguf-parser-go v(\S+)/.exec(readFileSync(join(__dirname, '../../../tools/gguf-parser/go.mod'), 'utf8'))?.[1] ?? '';

async function run({ values: { write } }: Parsed<typeof line.options>, { console }: Context): Promise<Exit> {
  const asked = rows.filter((row) => row.gpus > 0 && complete(row));
  const said = estimates(await toolPath('gguf-parser'), asked);
  const architectureOf = (row: Row): string => shapes[row.shape]?.facts.architecture ?? '';
  const ours = compared()
    .filter(({ row, where }) => asked.includes(row) && where !== 'host')
    .map(({ row, engine, ours: own }): Pair => ({ architecture: architectureOf(row), engine, said: own }));
  const theirs = asked.flatMap((row, i) =>
    row.devices.map((engine, gpu): Pair => {
      const { weights = 0, cache = 0, compute = 0 } = said[i]?.[gpu + 1] ?? {};
      return { architecture: architectureOf(row), engine, said: [weights, cache, compute] };
    }),
  );
  const table = tables(ours, theirs, pinned());
  console.out(table);
  const text = readFileSync(page, 'utf8');
  const after = text.replace(new RegExp(`${mark}\\n(\\n\\|[^\\n]*(\\n\\|[^\\n]*)*\\n){0,2}`), `${mark}\n\n${table}\n`);
  if (write) writeFileSync(page, after);
  return write || after === text ? 0 : 1;
}

start(command(line, () => ({ run })));
