/**
 * What the page on the proof says of the plan is what the plan says today, of every start that the real engine was
 * asked for.
 */
import { expect, test } from '@jest/globals';
import { llamaServerMemory } from '../../../lib/sizing/memory/memory';
import {
  allCombinations,
  combinationText,
  comparable,
  randomCombinations,
  shapeOfKind,
  type Combination,
} from '../../engines/support/combinations';
import { planned } from '../../engines/support/planned';
import { cut, entryOf } from '../../engines/support/shape';
import { keptTable, tableOf, type Row } from '../../engines/support/table';

const kept = keptTable('starts of every architecture');

/** The cells of a start: model, layers, run, and five pairs of plan and engine. */
function cellsOf({ kind, settings }: Combination): readonly string[] {
  const run = combinationText({ kind, settings });
  const line = kept.split('\n').find((each) => each.startsWith(`| ${kind} | `) && each.includes(` | ${run} | `));
  if (line === undefined)
    throw new Error(`the page has no ${kind}, ${run}: TABLE=write npm run test:engines -- --full`);
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** MiB that the engine said; an empty cell is nothing on both sides. */
const said = (cell = ''): number => Number(/[=≥] (\S+)$/.exec(cell)?.[1] ?? 0);

function rowOf(combination: Combination): Row {
  const { kind, settings } = combination;
  const [model = '', layers = '', run = '', weights, cache, state, output, compute] = cellsOf(combination);
  const shape = cut(shapeOfKind(kind), Number(layers.split(' ')[0]));
  const plan = comparable(combination, planned(llamaServerMemory(entryOf(shape), settings, 0, kind), shape));
  return {
    model,
    layers,
    run,
    plan,
    engine: {
      weights: said(weights),
      repacked: 0,
      cache: said(cache),
      state: said(state),
      output: said(output),
      compute: said(compute),
    },
  };
}

test('the page keeps every start as the plan has it, none below the engine', () => {
  const rows = [...allCombinations, ...randomCombinations(1, 40)].map(rowOf);
  expect(rows.filter(({ plan, engine }) => engine.compute > plan.compute + 0.01)).toEqual([]);
  const sum = (buffers: Row['plan']): number => Object.values(buffers).reduce((all, size) => all + size, 0);
  expect(rows.filter(({ plan, engine }) => sum({ ...engine, repacked: plan.repacked }) > sum(plan) + 0.05)).toEqual([]);
  expect(tableOf(rows)).toBe(kept);
});
