/** Every environment has snapshots, and the ones kept as whole texts show every kind of object that is rendered. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { synthesiseAll, type EnvironmentInput } from '../../lib';
import { environments } from '../../overlays';
import { local } from '../../overlays/local';
import { production } from '../../overlays/production';

const kindsOf = (inputs: readonly EnvironmentInput[]): readonly string[] =>
  [...new Set(synthesiseAll(inputs).flatMap(({ charts }) => charts.flatMap(({ manifests }) => manifests.map(({ kind }) => kind))))].sort();

test.each(environments.map(({ name }) => [name]))('%s has its snapshots', (name) => {
  expect(existsSync(join(__dirname, `${name}.test.ts`))).toBe(true);
});

test('the whole texts of local and production show every kind of object', () => {
  expect(kindsOf([local, production])).toEqual(kindsOf(environments));
});
