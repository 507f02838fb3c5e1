/** The package as it is published: its size, its entries, and that each class exists once. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { installed, project, root, tarball } from './support/installed';
import { nodeOf, releases } from './support/nodes';
import { ended } from './support/shell';

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

test('it has at most 400 files and 2.5 MB', () => {
  const { entryCount, unpackedSize } = JSON.parse(readFileSync(join(installed, 'packed.json'), 'utf8')) as {
    readonly entryCount: number;
    readonly unpackedSize: number;
  };
  expect(entryCount).toBeLessThanOrEqual(400);
  expect(unpackedSize).toBeLessThanOrEqual(2_500_000);
});

test('publint and attw find nothing', () => {
  expect(ended(`${bin('publint')} --strict ${tarball}`, installed)).toMatchObject({
    status: 0,
    out: expect.stringContaining('All good!'),
  });
  expect(ended(`${bin('attw')} ${tarball}`, installed)).toMatchObject({
    status: 0,
    out: expect.stringContaining('No problems found'),
  });
});

test('it brings no package but cdk8s-plus-28 and the peers', () => {
  const { status } = ended(
    `mkdir alone && cd alone && npm init -y && npm install --ignore-scripts ${tarball}`,
    installed,
  );
  expect(status).toBe(0);
  const packages = ended("ls node_modules | sort | tr '\\n' ' '", join(installed, 'alone'));
  expect(packages.out.trim()).toBe('cdk8s cdk8s-plus-28 constructs corral');
});

/** Classes by each way in; prints those that are not the same. */
const singletons = `
import { createRequire } from 'node:module';
import * as all from 'corral';
import * as few from 'corral/constructs';
import * as program from 'corral/program';
import * as pulumi from 'corral/pulumi';
const require = createRequire(import.meta.url);
const ways = { all, few, requiredAll: require('corral'), requiredFew: require('corral/constructs') };
const sameFunctions =
  program.corral === require('corral/program').corral &&
  program.run === require('corral/program').run &&
  pulumi.declareStack === require('corral/pulumi').declareStack;
const classes = Object.keys(few).filter((name) => /^[A-Z]/.test(name));
const different = classes.filter((name) => Object.values(ways).some((way) => way[name] !== all[name]));
let caught = false;
try {
  require('corral/constructs').imageReference;
  all.synthesise({ name: 1 });
} catch (problem) {
  caught = problem instanceof ways.requiredFew.FaultError;
}
console.log(JSON.stringify({ different, caught, hasFaultError: classes.includes('FaultError'), many: classes.length > 10, sameFunctions }));
`;

// An optional peer: for what imports it, it is there.
beforeAll(() => {
  symlinkSync(join(root, 'node_modules', '@pulumi'), join(installed, 'node_modules', '@pulumi'));
});

describe.each(releases)('on Node %s', (version) => {
  const node = nodeOf(version);

  test('FaultError and each construct exist once, by require, by import and by each entry', () => {
    const folder = project();
    writeFileSync(join(folder, 'check.mjs'), singletons);
    expect(ended(`${node} --version`, folder).out).toMatch(new RegExp(`^v${version}\\.`));
    expect(JSON.parse(ended(`${node} check.mjs`, folder).out)).toEqual({
      different: [],
      caught: true,
      hasFaultError: true,
      many: true,
      sameFunctions: true,
    });
  });
});
