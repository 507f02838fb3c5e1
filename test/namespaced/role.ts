/** The Role that the how-to page gives to a user with rights in one namespace. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Manifest } from '../../lib';

export function roleInNamespace(): Manifest {
  const page = readFileSync(join(__dirname, '../../docs/how-to/adapt.md'), 'utf8');
  const [, text = ''] = /```yml\n(apiVersion: rbac[^]*?)```/.exec(page) ?? [];
  return load(text) as Manifest;
}
