/** Sizes: their units, their text, and quantities that the API server reads back as they were written. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addBytes,
  bytes,
  bytesQuantity,
  ceilGib,
  ceilMib,
  gib,
  gigabytes,
  inGib,
  inMib,
  kib,
  largestBytes,
  mib,
  mibText,
  parseBytes,
  sumBytes,
  tib,
} from '../../lib/core/bytes';
import { canonical } from '../../lib/core/quantity';

const sizes = fc
  .oneof(
    fc.maxSafeNat(),
    fc.tuple(fc.nat({ max: 4096 }), fc.nat({ max: 4 })).map(([count, power]) => count * 1024 ** power),
    fc.tuple(fc.nat({ max: 9000 }), fc.nat({ max: 4 })).map(([count, power]) => count * 1000 ** power),
  )
  .map(bytes);

test('units are powers of 1024, gigabytes of 1000', () => {
  expect([kib(1), mib(1), gib(1), tib(1), gigabytes(1)]).toEqual([
    1024, 1048576, 1073741824, 1099511627776, 1_000_000_000,
  ]);
  expect([inMib(gib(1.5)), inGib(mib(512))]).toEqual([1536, 0.5]);
});

test('sums, the largest, and rounding up', () => {
  expect([
    sumBytes([mib(1), mib(2)]),
    addBytes(kib(1), bytes(1)),
    largestBytes([mib(1), gib(1)]),
    largestBytes([]),
  ]).toEqual([mib(3), 1025, gib(1), 0]);
  expect([ceilMib(bytes(1)), ceilMib(mib(2)), ceilGib(mib(1025))]).toEqual([mib(1), mib(2), gib(2)]);
});

test('MiB in sentences are rounded up, thousands parted by a space', () => {
  expect([mib(0), bytes(1), mib(999), mib(51990), mib(1234567)].map(mibText)).toEqual([
    '0',
    '1',
    '999',
    '51 990',
    '1 234 567',
  ]);
});

describe('quantities', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [1000, '1k'],
    [1024, '1Ki'],
    [5e9, '5G'],
    [1500, '1500'],
    [mib(1024), '1Gi'],
    [mib(27381), '27381Mi'],
    [gib(2048), '2Ti'],
    [tib(1024), '1Pi'],
  ])('%d bytes are %s', (size, quantity) => {
    expect(bytesQuantity(bytes(size))).toBe(quantity);
  });

  test('what is written is read, and is what the server would write', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const quantity = bytesQuantity(size);
        expect(parseBytes(quantity)).toBe(size);
        expect(canonical(quantity)).toBe(quantity);
      }),
    );
  });

  test.each([
    ['2Gi', 2147483648],
    ['500M', 5e8],
    ['1.5Ki', 1536],
    ['7', 7],
  ])('%s is read', (quantity, size) => {
    expect(parseBytes(quantity)).toBe(size);
  });

  test.each(['', 'Gi', '2gi', '-1', '1e', '1 Gi', '5constructor', '5toString'])("'%s' is no size", (quantity) => {
    expect(parseBytes(quantity)).toBeUndefined();
  });

  test.each([
    [-1, '-1 is not a whole number of bytes'],
    [0.5, '0.5 is not a whole number of bytes'],
    [Number.NaN, 'NaN is not a whole number of bytes'],
  ])('%d bytes are refused', (size, message) => {
    expect(() => bytesQuantity(bytes(size))).toThrow(new RangeError(message));
  });
});

test('a plain number is not a size', () => {
  // @ts-expect-error the unit is missing
  expect(bytesQuantity(1024)).toBe('1Ki');
});
