/** Differences that a live control plane cannot be given, or not quickly; `test/delivery` makes the others. */
import { describe, expect, test } from '@jest/globals';
import { preflightCodes } from '../../lib/internal';
import { environments } from '../../overlays';
import { differences as injected } from '../delivery/support/differences/all';
import { compared, said } from './support/declared';
import { addressCases } from './cases/addresses';
import type { Case } from './cases/case';
import { claimCases } from './cases/claims';
import { classCases } from './cases/classes';
import { gpuCases } from './cases/gpus';
import { monitorCases } from './cases/monitors';
import { namespaceCases } from './cases/namespaces';
import { nodeCases } from './cases/nodes';
import { servedCases } from './cases/served';
import { unseenOf } from './support/unseen';

test.each(environments.map((environment) => [environment.name, environment] as const))(
  '%s beside its own cluster differs in nothing',
  (_, environment) => {
    expect(compared(environment)).toEqual({
      environment: environment.name,
      differences: [],
      unusable: [],
      unseen: unseenOf(environment),
    });
  },
);

const cases: readonly Case[] = [
  ...servedCases,
  ...namespaceCases,
  ...claimCases,
  ...classCases,
  ...addressCases,
  ...nodeCases,
  ...gpuCases,
  ...monitorCases,
];

describe('a difference is reported in its whole sentence', () => {
  test.each(cases)('%s', (_, input, changes, found) => {
    expect(said(input, ...changes)).toEqual(found);
  });
});

test('every code is one that some test shows', () => {
  const codes = [...injected.flatMap(({ found }) => found), ...cases.flatMap(([, , , found]) => found)].flatMap(
    (text) => /\[(\w+)\]$/.exec(text)?.[1] ?? [],
  );
  expect([...new Set(codes)].sort()).toEqual(Object.keys(preflightCodes).sort());
});
