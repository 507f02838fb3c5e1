/** docs/reference/prerequisites.md has a section for each option of a gateway: a new one does not compile without it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { preflightCodes } from '../../lib/internal';
import type { GatewayExposure, GatewayKeys, GatewayTls } from '../../lib/environment';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'reference', 'prerequisites.md'), 'utf8');

/** What distinguishes the members of a union: the value of a field of that name, else the only field that a member has. */
type OptionOf<Union, Field extends string> = Union extends string
  ? Union
  : Union extends { readonly [key in Field]: infer Value extends string }
    ? Value
    : keyof Union & string;

const exposures: Readonly<Record<OptionOf<GatewayExposure, 'by'>, string>> = {
  cluster: "### `{ by: 'cluster' }`",
  'gateway-api': "### `{ by: 'gateway-api' }`",
  ingress: "### `{ by: 'ingress' }`",
  'load-balancer': "### `{ by: 'load-balancer' }`",
  'node-port': "### `{ by: 'node-port' }`",
};
const certificates: Readonly<Record<OptionOf<GatewayTls, 'none'>, string>> = {
  none: "### `'none'`",
  issuer: '### `{ issuer }`',
  secretName: '### `{ secretName }` of `tls`',
};
const keySources: Readonly<Record<OptionOf<GatewayKeys, 'from'>, string>> = {
  secretName: '### `{ secretName }` of `keys`',
  'external-secrets': "### `{ from: 'external-secrets' }`",
};

/** The text below a heading, up to the next one. */
const below = (heading: string): string | undefined =>
  page
    .split(/^(?=##)/m)
    .find((section) => section.startsWith(`${heading}\n`))
    ?.slice(heading.length)
    .trim();

test.each([exposures, certificates, keySources].flatMap((options) => Object.entries(options)))(
  '%s has a section with what it needs',
  (_, heading) => {
    expect(below(heading)).toMatch(
      /^(?:Nothing\.|The Secret may be missing|\| needed \| check \| preflight reports \|)/,
    );
  },
);

test('what preflight reports are codes of differences', () => {
  const codes = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => [...(line.split(' | ').at(-1) ?? '').matchAll(/`([A-Z][a-z]+[A-Z]\w+)`/g)])
    .map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(8);
  expect(codes.filter((code) => !Object.hasOwn(preflightCodes, code))).toEqual([]);
});

test('no section is about an option that does not exist', () => {
  const known = [exposures, certificates, keySources].flatMap((options) => Object.values(options));
  expect([...page.matchAll(/^### .*$/gm)].map(([heading]) => heading)).toEqual(known);
});
