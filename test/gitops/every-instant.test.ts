/** A run that ends at each of its writes in turn, as a kill or a full disk ends it: the next look leaves the old state or the new one. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type * as fs from 'node:fs';
import type * as gitops from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';
import { contents, remove, temporary } from './support/repository';

/** Writes that still succeed; the one after it, and all that follow, do not. */
let left = Number.POSITIVE_INFINITY;

class Killed extends Error {}

jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof fs>('node:fs');
  const writes = ['writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync'] as const;
  const failing = (name: (typeof writes)[number]) => (...args: readonly unknown[]): unknown => {
    if (left <= 0) throw new Killed(name);
    left -= 1;
    return (real[name] as (...all: readonly unknown[]) => unknown)(...args);
  };
  return { ...real, ...Object.fromEntries(writes.map((name) => [name, failing(name)])) };
});

// After the mock, which imports would come before.
const { deliver } = jest.requireActual<typeof gitops>('../../deploy/gitops');

const before = synthesis(charts(model('chat'), model('legal'), model('old')));
const after = synthesis(charts(model('chat', 'engine:2'), model('legal'), model('new')));

let repo: string;
beforeEach(() => { repo = temporary(); });
afterEach(() => {
  left = Number.POSITIVE_INFINITY;
  remove(repo);
});

/** What the small environment loses, which is more than a fifth of it. */
const allowDelete = ['Deployment/llm-serving/old', 'ServiceAccount/llm-serving/old', 'ConfigMap/llm-serving/old-programs-0a1b2c3d'];

const run = (wanted: typeof before, check = false): gitops.Outcome => deliver([wanted], { repo, check, allowDelete });

/** What a run leaves that gets no further than so many writes; whether it got to its end. */
function killedAfter(count: number): boolean {
  run(before);
  left = count;
  try {
    run(after);
    return true;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return false;
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

test('at every write', () => {
  run(before);
  const old = contents(repo);
  run(after);
  const now = contents(repo);
  const outcomes: string[] = [];
  for (let count = 0, ended = false; !ended; count += 1) {
    remove(repo);
    repo = temporary();
    ended = killedAfter(count);
    const { recovered } = run(before, true);
    const found = contents(repo);
    expect([old, now]).toContainEqual(found);
    const kind = recovered[0]?.outcome ?? 'untouched';
    if (kind !== 'untouched') expect(found).toEqual(kind === 'completed' ? now : old);
    outcomes.push(kind);
    run(after);
    expect(contents(repo)).toEqual(now);
  }
  // Each happens: nothing written yet, staged only, under way.
  expect(outcomes.indexOf('undone')).toBeGreaterThan(0);
  expect(outcomes.indexOf('completed')).toBeGreaterThan(outcomes.lastIndexOf('undone'));
  expect(outcomes.filter((each) => each === 'completed').length).toBeGreaterThan(10);
});
