/** `Pulumi.yaml` as Pulumi's Node runner reads it, and the entry that it names. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';

const root = join(__dirname, '..', '..');
const project = parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')) as {
  readonly name: string;
  readonly main: string;
};

test('main is a file: of a folder, the runner takes what package.json calls main, and the stack would be empty', () => {
  expect(statSync(join(root, project.main)).isFile()).toBe(true);
});

test('a fault reaches the user as it is, without a stack trace', async () => {
  await pulumi.runtime.setMocks(
    { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
    project.name,
    'prodution',
    true,
  );
  const error: unknown = await import(join(root, project.main)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect((error as Error).message).toMatch(/^stack: no overlay is called 'prodution'\.\n/);
});
