/** The projects of `examples/`: each compiles, renders, and is compared with what it has rendered before. */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { installed, project, root, textsBelow } from './support/installed';
import { ended } from './support/shell';

const corral = join(installed, 'node_modules', '.bin', 'corral');

const examples = [
  { name: 'one-model', render: 'npx cdk8s synth' },
  { name: 'repository', render: `${corral} synth` },
  { name: 'existing-cluster', render: `${corral} synth` },
  { name: 'app-with-model', render: 'npx cdk8s synth' },
];

/** `UPDATE=1 npm run test:package` writes what is expected anew. */
test.each(examples)('$name compiles, renders, and differs in nothing', ({ name, render }) => {
  const expected = join(root, 'examples', name, 'expected');
  const folder = project(join('examples', name));
  rmSync(join(folder, 'expected'), { recursive: true, force: true });
  expect(ended('npx tsc --noEmit -p .', folder)).toEqual({ status: 0, out: '', error: '' });
  expect(ended(render, folder)).toMatchObject({ status: 0 });
  const rendered = join(folder, 'dist');
  if (process.env['UPDATE'] === '1') {
    rmSync(expected, { recursive: true, force: true });
    cpSync(rendered, expected, { recursive: true });
  }
  expect(existsSync(expected)).toBe(true);
  expect(textsBelow(rendered)).toEqual(textsBelow(expected));
});

test("the cdk8s apps have the compiler's settings of cdk8s init", () => {
  const template = join(installed, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app', 'tsconfig.json');
  for (const name of ['one-model', 'app-with-model'])
    expect(readFileSync(join(root, 'examples', name, 'tsconfig.json'), 'utf8')).toBe(readFileSync(template, 'utf8'));
});
