/** Faults: what people read, and that all are thrown together. */
import { expect, test } from '@jest/globals';
import { fault, FaultError, formatFault, refuse } from '../../lib/core/fault';

const misfit = fault('ModelDoesNotFit', 'production.models.qwen', 'needs 2 MiB of 1', {
  'fits with': ['gpus 2', 'pool l40s'],
  fix: 'a smaller one',
  allowed: [],
});

test('a fault says where, what, how to fix it, and its code', () => {
  expect(formatFault(misfit)).toBe(`production.models.qwen: needs 2 MiB of 1.
  fits with: gpus 2 · pool l40s
  fix: a smaller one
  [ModelDoesNotFit]`);
});

test('a remedy without options is left out', () => {
  expect(misfit.remedies.map(({ label }) => label)).toEqual(['fits with', 'fix']);
  expect(fault('BadName', 'a', 'b').remedies).toEqual([]);
});

test('an error carries every fault', () => {
  const error = new FaultError([misfit, fault('BadFormat', 'a', 'is wrong')]);
  expect(error.message).toBe(`${formatFault(misfit)}\na: is wrong.\n  [BadFormat]`);
  expect([error.name, error.faults.length]).toEqual(['FaultError', 2]);
});

test('a value given directly is refused at once', () => {
  expect(() => refuse('BadName', 'a.b', 'is wrong', { fix: 'right it' })).toThrow(
    new FaultError([fault('BadName', 'a.b', 'is wrong', { fix: 'right it' })]),
  );
});

test.each([
  ['a\nb', 'a\\u{a}b'],
  ['\u001b[31m', '\\u{1b}[31m'],
  ['\u202e', '\\u{202e}'],
  ['x\ud800', 'x\\u{d800}'],
  ['\u2028', '\\u{2028}'],
  ['千问 é 😀', '千问 é 😀'],
])('a hidden character is written out: %j', (text, shown) => {
  expect(fault('BadName', text, text, { allowed: [text] })).toEqual({
    code: 'BadName',
    at: shown,
    found: shown,
    remedies: [{ label: 'allowed', options: [shown] }],
  });
});

test('a text that no screen holds is shortened, and its ends are kept', () => {
  const { found } = fault('BadName', 'a', `start ${'x'.repeat(10_000)} end`);
  expect(found).toMatch(/^start x+… \(10010 characters\) …x+ end$/);
  expect(found.length).toBeLessThan(1000);
});
