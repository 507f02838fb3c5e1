/** Holds what the environment `local` renders against a snapshot: `UPDATE=1 npm test` writes it anew. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { files, synthesise } from 'corral';
import { local } from '../overlays/local.ts';

const snapshot = join(import.meta.dirname, 'local.snapshot.yaml');

void test('renders what the snapshot has', () => {
  const rendered = [...files(synthesise(local))]
    .filter(([path]) => path.endsWith('.yaml'))
    .map(([path, text]) => `# ${path}\n${text}`)
    .join('---\n');
  if (!existsSync(snapshot) || process.env['UPDATE'] === '1') writeFileSync(snapshot, rendered);
  assert.equal(rendered, readFileSync(snapshot, 'utf8'));
});
