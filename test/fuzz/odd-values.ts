/** Values that programs stumble over: numbers at and beyond borders, wrong types, odd texts, names of properties of every object. */
import type { Random } from './random';

export const oddNumbers: readonly number[] = [
  0, -0, -1, 1, 2, 0.5, 1.5, 5e-324, 1e-9, 0.001, NaN, Infinity, -Infinity, 63, 64, 65, 255, 256, 1000, 1024, 65_535, 65_536, 1e6, 2 ** 31 - 1, 2 ** 31,
  -(2 ** 31) - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53 - 1, 2 ** 53, 1e18, 1e21, 1e308, Number.MAX_VALUE,
];

/** What every object or function has by birth. */
export const inherited: readonly string[] = [
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'toJSON', 'then', 'length', 'name',
];

export const oddTexts: readonly string[] = [
  ...inherited, '', ' ', '\t', '\n', 'a\nb', '\r\n', '\0', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\u2028', '\u202e', '\ufeff', '\uffff', '\ud800', 'a\udc00', '😀', 'é',
  '千问', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(253), 'x'.repeat(1000), 'x'.repeat(10_000), 'A', '-a', 'a-', 'a.b', 'a/b', 'a/b/c', '/', '//', '..', '../x', '/etc/passwd', '~',
  '*', '?', '$(id)', '${x}', '{{x}}', '`id`', "'", '"', '\\', '#', ':', '---', '- a', '&a', '!!js', '%', 'null', 'true', 'yes', 'on', '0', '00', '0x1f', '1_0', '1e3', '.inf',
  '1:30', '2001-01-01', '10.0.0.0/8', '0.0.0.0/0', '::/0', '::::::/64', ':/0', '169.254.169.254/32', 'kube-system', 'default', 'a=b', '50%', '1Gi', '-1', 'NaN', 'Infinity', '1e999', '-0', '٣', '１', 'ﬁ', 'İ', 'ß', 'a\u0301', '\u200b', 'a\u200db', '\u2066x', 'x'.repeat(200), '千'.repeat(64), '😀'.repeat(127),
  'a,b', 'a b', 'a;b', 'a&b', '<a>', '](x)', '| a |', '<!--', '*/', '// x', '--flag', '%s', '%00', 'C:\\x', '\\\\host', 'file:///x', 'javascript:x', 'http://[::1', 'https://a@b',
  '127.0.0.1', '::', '::ffff:10.0.0.1', '10.0.0.0/33', '010.0.0.1/8', '1.2.3', 'a'.repeat(64).concat('.b'), '.', '...', 'a..b', '-', '_', '~/x', 'NUL', 'con.yaml', '.git',
];

/** An object whose only field cannot be read. Its prototype is its own, so that no mutation looks into it. */
const throwing = (): unknown => Object.create({}, { a: { enumerable: true, get: () => { throw new Error('x'); } } }) as unknown;

/** A value inside so many others. */
const nested = (levels: number, inner: unknown): unknown => Array.from({ length: levels }).reduce<unknown>((value, _, i) => (i % 2 === 0 ? { a: value } : [value]), inner);

/** Values of types that a field does not take, or that no file could hold. */
const otherTypes: readonly (() => unknown)[] = [
  () => null, () => undefined, () => true, () => false, () => [], () => ({}), () => [null], () => [[]], () => ({ a: 1 }), () => [1, 2, 3], () => 10n, () => Symbol('x'), () => () => 1,
  () => new Date(0), () => new Map([['a', 1]]), () => /x/, () => Object.create(null) as unknown, () => JSON.parse('{"__proto__":{"a":1}}') as unknown, () => Object.assign([], { length: 3 }),
  () => ['a', 'a'], () => Array.from({ length: 2000 }, (_, i) => `a${i}`), () => nested(40, {}), () => nested(70, 'x'), () => nested(5000, []), () => [[], {}, null, 1, 'x'],
  () => Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])), throwing,
  () => ({ length: 2, 0: 'a', 1: 'b' }), () => ({ toString: () => 'x', valueOf: () => 1 }), () => new Set([1]), () => new Uint8Array(3), () => Promise.resolve(1), () => new Error('x'), () => new String('x'),
  () => ({ constructor: 1, prototype: 2, hasOwnProperty: 3 }), () => { const self: unknown[] = []; self.push(self); return self; },
];

/** An odd value in place of another: often of its own type. */
export function oddValue(random: Random, before: unknown): unknown {
  if (typeof before === 'number' && !random.oneIn(4)) {
    return random.oneIn(3) ? random.pick([before + 1, before - 1, before * 2, before / 2, before * 1000, before * 1e6, -before, before + 0.5]) : random.pick(oddNumbers);
  }
  if (typeof before === 'string' && !random.oneIn(4)) {
    return random.oneIn(3) ? random.pick([`${before} `, `${before}\n`, `${before}${before}`, before.toUpperCase(), before.slice(1), `${before}x`]) : random.pick(oddTexts);
  }
  return random.pick([() => random.pick(oddNumbers), () => random.pick(oddTexts), random.pick(otherTypes)])();
}
