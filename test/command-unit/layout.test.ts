/** Widths, colours and tables: what follows the terminal, and what stays plain. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layoutOf, painted, table, wrapped } from '../../scripts/command/layout';
import { helpOf, type CommandLine } from '../../scripts/command/line';
import { commands } from '../../scripts/commands';
import { line as fuzz } from '../fuzz/options';

const terminal = { isTTY: true, columns: 132, hasColors: () => true };

describe('a layout', () => {
  test.each([
    ['a terminal', terminal, {}, { width: 132, colours: true }],
    ['a file or a pipe', {}, {}, { width: 80, colours: false }],
    ['a terminal of no colours', { ...terminal, hasColors: () => false }, {}, { width: 132, colours: false }],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, { width: 132, colours: false }],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, { width: 132, colours: false }],
    ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, { width: 132, colours: true }],
    ['FORCE_COLOR', {}, { FORCE_COLOR: '1' }, { width: 80, colours: true }],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, { width: 132, colours: false }],
    ['COLUMNS', terminal, { COLUMNS: '100' }, { width: 100, colours: true }],
    ['COLUMNS in a pipe', {}, { COLUMNS: '200' }, { width: 200, colours: false }],
    ['few COLUMNS', {}, { COLUMNS: '3' }, { width: 40, colours: false }],
    ['COLUMNS that are no number', terminal, { COLUMNS: '-1' }, { width: 132, colours: true }],
    ['a terminal that does not say its width', { isTTY: true, columns: 0 }, {}, { width: 80, colours: true }],
  ])('of %s', (_, stream, variables, layout) => {
    expect(layoutOf(stream, variables)).toEqual(layout);
  });

  test('paints only where there are colours', () => {
    expect([painted({ colours: false }, 'red', 'x'), painted({ colours: true }, 'red', 'x')]).toEqual([
      'x',
      '\u001B[31mx\u001B[39m',
    ]);
  });
});

describe('a table', () => {
  test('puts numbers to the right', () => {
    expect(
      table(
        ['name', 'count'],
        [
          ['a', '1'],
          ['bb', '12'],
        ],
        { width: 80 },
      ),
    ).toBe('  name  count\n  a         1\n  bb       12');
  });

  test('wraps the widest text, and keeps numbers and short items whole', () => {
    expect(
      table(
        ['name', 'MiB', 'terms'],
        [['legal', '12 065', 'mapped weights 4 686, KV cache 1 024, compute 125, output 1']],
        { width: 48 },
      ),
    ).toBe(
      '  name      MiB  terms\n  legal  12 065  mapped weights 4 686,\n                 KV cache 1 024, compute 125,\n                 output 1',
    );
  });

  test('cuts a word that no line holds, behind a sign', () => {
    expect(wrapped('ghcr.io/ggml-org/llama.cpp:server-cuda-b11382@ef08b5a98b11', 24)).toEqual([
      'ghcr.io/ggml-org/llama.',
      'cpp:server-cuda-b11382@',
      'ef08b5a98b11',
    ]);
  });

  test('loses no character, and keeps to its width', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '/', '-', ','), maxLength: 120 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), fc.integer({ min: 40, max: 120 }), (cells, width) => {
        const lines = table(
          ['name', 'text'],
          cells.map((cell) => ['x', cell]),
          { width },
        ).split('\n');
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        const letters = (all: string): string => all.replaceAll(/[ ]/g, '');
        expect(letters(lines.slice(1).join(''))).toBe(letters(cells.map((cell) => `x${cell}`).join('')));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 20) },
    );
  });
});

const lines: readonly CommandLine[] = [...Object.values(commands).map(({ line }) => line), fuzz];

test.each(lines.map((line) => [line.name, line] as const))(
  'the help of %s keeps to 80 columns, but for its examples',
  (_, line) => {
    const lines = helpOf(line).split('\n');
    expect(lines.filter((each) => each.length > 80 && !line.examples.includes(each.trim()))).toEqual([]);
  },
);
