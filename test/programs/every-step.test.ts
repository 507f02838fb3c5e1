/**
 * Loader, stager and collector, killed before each of their commands, and with each of their commands failing: nothing
 * wrong is left, and the next run ends well.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { collector } from '../../lib/programs/collector';
import { exitCodes } from '../../lib/programs/exits';
import { loader } from '../../lib/programs/loader';
import type { ProgramRun } from '../../lib/programs/program';
import { stager } from '../../lib/programs/stager';
import { Sandbox } from './support/container';
import { atEveryStep, type Misfortune } from './support/every-step';
import { content, hubModel, publishByDigest, registryModel } from './support/models';
import { Origin } from './support/origin';
import { blobsOf, brokenNames, namesOf, wrongBlobs } from './support/store';

let origin: Origin;
let sandbox: Sandbox;
beforeAll(async () => {
  origin = await new Origin().start();
  sandbox = new Sandbox();
});
afterAll(() => {
  origin.stop();
  sandbox.remove();
});

const file = content('file', 5000);
const layers = { model: content('model', 900) };
const wanted = () => [hubModel(origin, 'm', { 'm.gguf': file }), registryModel(origin, 'tiny:1b', layers)];
const dropped = () => hubModel(origin, 'old', { 'old.gguf': content('old', 400) });
const source = () => ({ from: 'origin', hub: origin.url, registry: origin.url }) as const;
const hasty = { patience: seconds(1), firstPause: seconds(0) };
const filled = (root: string) => loader.run({ weights: [...wanted(), dropped()], source: source(), root, ...hasty });

/** A program, what its root holds before, and what it must hold when it has ended well. */
interface Case {
  readonly program: (root: string) => ProgramRun;
  readonly before?: (root: string) => ProgramRun;
  readonly needs: (root: string) => boolean;
}

const hasWanted = (root: string): boolean =>
  existsSync(join(root, 'gguf/m/m.gguf')) &&
  existsSync(join(root, 'manifests/registry.ollama.ai/library/tiny/1b')) &&
  blobsOf(root).length >= 4;
const hasOnlyWanted = (root: string): boolean =>
  hasWanted(root) && blobsOf(root).length === 4 && namesOf(root).length === 2;

const cases: Readonly<Record<string, Case>> = {
  loader: {
    program: (root) => loader.run({ weights: wanted(), source: source(), root, ...hasty }),
    needs: hasOnlyWanted,
  },
  stager: {
    program: (root) => {
      const weights = wanted();
      publishByDigest(origin, ...origin.files.values());
      return stager.run({ weights, server: origin.url, root, ...hasty });
    },
    before: (root) => loader.run({ weights: [dropped()], source: source(), root, ...hasty }),
    needs: hasOnlyWanted,
  },
  collector: {
    program: (root) => collector.run({ current: wanted(), mode: 'remove', unnamed: 'drop', grace: seconds(0), root }),
    before: filled,
    needs: hasWanted,
  },
};

const known = new Set<number>([...Object.values(exitCodes), 137]);

describe.each<Misfortune>(['killed before', 'left alone by'])('%s each of its commands', (misfortune) => {
  test.each(Object.entries(cases))(
    'the %s leaves nothing wrong, and the next one ends well',
    async (name, { program, before, needs }) => {
      const start = sandbox.volume(`${name}-${misfortune}`);
      if (before !== undefined) expect((await sandbox.run(before(start))).code).toBe(0);
      const rootOf = (step: number): string => join(sandbox.folder, `${name}-${misfortune}-${step}`);
      const count = await atEveryStep(
        sandbox,
        misfortune,
        (step) => {
          cpSync(start, rootOf(step), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
          sandbox.ownAll(rootOf(step));
          return program(rootOf(step));
        },
        async (step, { code, output }) => {
          const root = rootOf(step);
          const seen = {
            step,
            wrong: wrongBlobs(root),
            broken: brokenNames(root),
            known: known.has(code),
            whole: code !== 0 || needs(root),
            output,
          };
          expect(seen).toEqual({ step, wrong: [], broken: [], known: true, whole: true, output });
          const { code: next, output: says } = await sandbox.run(program(root));
          expect({ step, next, whole: needs(root), only: blobsOf(root).length, wrong: wrongBlobs(root), says }).toEqual(
            { step, next: 0, whole: true, only: 4, wrong: [], says },
          );
        },
      );
      expect(count).toBeGreaterThan(15);
    },
    600_000,
  );
});
