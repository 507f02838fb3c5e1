/**
 * Answers of an API server, mutated: `preflight` and `discover` refuse them clearly, or print what an overlay and a
 * report can hold.
 */
import { transformSync } from '@swc/core';
import { gpus, instances, synthesise, type EnvironmentInput, type Synthesis } from '../../../lib';
import { discover, formatDifference, inventoryOf, preflight } from '../../../lib/internal';
import * as lib from '../../../lib';
import type { Answers } from '../../../lib/inventory/inventory';
import * as base from '../../../overlays/base';
import { dev } from '../../../overlays/dev';
import { local } from '../../../overlays/local';
import { declared } from '../../preflight/support/declared';
import { mutatedOften } from '../mutate';
import { printed } from '../printed';
import { randomOf } from '../random';
import type { Outcome, Subject } from '../subject';
import { hidden, ofError, verdictOf } from '../verdict';

interface Base {
  readonly synthesis: Synthesis;
  readonly answers: Answers;
}

let made: readonly Base[] | undefined;
const bases = (): readonly Base[] =>
  (made ??= [local, dev].map((input) => ({ synthesis: synthesise(input), answers: declared(input) })));

/** Most seconds of processor time. */
const longest = 2;

/** What an answer in JSON cannot be: only what a text of JSON holds comes from a server. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}` : each)) ?? 'null');

function jsonOf(value: unknown): unknown {
  try {
    return asJson(value);
  } catch {
    // A cycle, which no text has.
    return null;
  }
}

function evaluated(source: string): EnvironmentInput | undefined {
  const { code } = transformSync(source, {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const exported: Record<string, EnvironmentInput> = {};
  const modules: Readonly<Record<string, unknown>> = { corral: lib, './base': base };
  // Printed by ourselves a moment ago: what else would run is what this subject looks for.
  // oxlint-disable-next-line no-implied-eval
  new Function('require', 'exports', code)((name: string) => modules[name], exported);
  return Object.values(exported)[0];
}

function ofDifferences(synthesis: Synthesis, inventory: ReturnType<typeof inventoryOf>): string | undefined {
  const { differences, unusable, unseen } = preflight({ synthesis, inventory });
  const texts = [...differences.map(formatDifference), ...unusable, ...unseen];
  return texts.find((each) => /undefined|NaN|Infinity|\[object/.test(each.replaceAll(/'[^']*'/g, '')));
}

function ofSource(source: string): Outcome {
  const environment = evaluated(source);
  if (environment === undefined) return { ended: 'wrong', why: 'the overlay exports nothing' };
  const outcome = verdictOf(environment);
  return outcome.ended === 'wrong' ? { ended: 'wrong', why: `of its overlay: ${outcome.why}` } : { ended: 'valid' };
}

function run({ synthesis }: Base, answers: Answers): Outcome {
  const started = process.cpuUsage();
  try {
    const inventory = inventoryOf(answers);
    const unclear = ofDifferences(synthesis, inventory);
    if (unclear !== undefined) return { ended: 'wrong', why: `a difference that quotes nothing readable: ${unclear}` };
    const { source } = discover('a', inventory, { gpus, instances });
    if (hidden.test(source.replaceAll('\n', ''))) return { ended: 'wrong', why: 'an overlay with hidden characters' };
    const outcome = ofSource(source);
    const { user, system } = process.cpuUsage(started);
    return user + system > longest * 1e6
      ? { ended: 'wrong', why: `it takes ${((user + system) / 1e6).toFixed(1)} s` }
      : outcome;
  } catch (error) {
    return ofError(error);
  }
}

export const answers: Subject = {
  caseOf(seed, number) {
    const random = randomOf(seed, number, 'answers');
    const each = random.pick(bases());
    const { value, steps } = mutatedOften(each.answers, [each.answers], random);
    const given = jsonOf(value);
    const isWhole = typeof given === 'object' && given !== null && 'objects' in given && Array.isArray(given.objects);
    const read = (isWhole ? given : { ...each.answers, objects: [given] }) as Answers;
    return { steps, run: () => run(each, read), print: () => printed(given) };
  },
};
