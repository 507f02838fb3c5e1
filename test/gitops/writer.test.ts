/** The writer: byte-identical on repetition, only its own files, and honest about what others did. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver } from '../../deploy/gitops';
import { sha256 as sha } from '../../lib/delivery/lock';
import { synthesiseAll } from '../../lib/synthesise';
import { dev } from '../render/overlays';
import { charts, model, synthesis } from './support/small';
import { contents, refusalOf, remove, temporary } from './support/repository';

const two = synthesis(charts(model('chat'), model('legal')));
const other = synthesis(charts(model('chat', 'engine:2'), model('legal')));

describe('deliver', () => {
  let repo: string;
  beforeEach(() => { repo = temporary(); });
  afterEach(() => remove(repo));

  const run = (syntheses = [two], options: { readonly check?: boolean; readonly allowDelete?: readonly string[]; readonly patience?: number } = {}) =>
    deliver(syntheses, { repo, check: false, allowDelete: [], ...options });
  const chat = () => join(repo, 'small/40-workloads/model-chat/llm-serving/deployment.apps-chat.yaml');

  test('the same again changes nothing, and says so', () => {
    expect(run().delivered[0]?.files).toContain('small/manifest.lock.json');
    const before = contents(repo);
    expect(run().delivered[0]?.files).toEqual([]);
    expect(run([two], { check: true }).delivered[0]?.files).toEqual([]);
    expect(contents(repo)).toEqual(before);
    expect(existsSync(join(repo, '.corral'))).toBe(false);
  });

  test('two checkouts of a whole environment are the same to the byte, and name neither date nor commit', () => {
    const elsewhere = temporary();
    const all = synthesiseAll([{ ...dev, delivery: 'gitops' }]);
    deliver(all, { repo, check: false, allowDelete: [] });
    deliver(synthesiseAll([{ ...dev, delivery: 'gitops' }]), { repo: elsewhere, check: false, allowDelete: [] });
    expect(contents(elsewhere)).toEqual(contents(repo));
    expect(Object.keys(JSON.parse(contents(repo)['dev/manifest.lock.json'] ?? '{}') as object)).toEqual(['format', 'environment', 'tools', 'objects', 'kustomizations']);
    remove(elsewhere);
  });

  test('checks without writing', () => {
    expect(run([two], { check: true }).delivered[0]?.files.length).toBeGreaterThan(0);
    expect(contents(repo)).toEqual({});
  });

  test('writes what changed, and removes what its lock lists and nothing else', () => {
    run();
    writeFileSync(join(repo, 'small/README.md'), 'mine');
    writeFileSync(join(repo, 'small/40-workloads/model-legal/note.txt'), 'mine');
    const files = run([synthesis(charts(model('chat', 'engine:2')))], { allowDelete: ['ConfigMap/llm-serving/legal-programs-0a1b2c3d', 'Deployment/llm-serving/legal'] }).delivered[0]?.files ?? [];
    expect(files).toContain('small/40-workloads/model-chat/llm-serving/deployment.apps-chat.yaml');
    expect(readdirSync(join(repo, 'small/40-workloads/model-legal'))).toEqual(['note.txt']);
    expect(readFileSync(join(repo, 'small/README.md'), 'utf8')).toBe('mine');
    expect(readFileSync(chat(), 'utf8')).toContain('engine:2');
  });

  test('refuses to write over a file of somebody else', () => {
    mkdirSync(join(repo, 'small'), { recursive: true });
    writeFileSync(join(repo, 'small/kustomization.yaml'), 'mine');
    expect(refusalOf(run)).toBe(
      'small: the repository holds files that Corral did not write: small/kustomization.yaml.\n  fix: move them out of the folders that Corral writes\n  [ForeignFile]');
    expect(contents(repo)).toEqual({ 'small/kustomization.yaml': 'mine' });
  });

  test.each([
    ['a link that leads out of the repository', 'small', (path: string, elsewhere: string) => symlinkSync(elsewhere, path)],
    ['a link in the place of the lock', 'small/manifest.lock.json', (path: string, elsewhere: string) => symlinkSync(join(elsewhere, 'lock'), path)],
    ['a file where a folder is to be', 'small/30-weights', (path: string) => writeFileSync(path, 'mine')],
    ['a folder where a file is to be', 'small/kustomization.yaml', (path: string) => mkdirSync(path)],
  ])('refuses %s, before it writes anything', (_, path, make) => {
    const elsewhere = temporary();
    mkdirSync(join(repo, path, '..'), { recursive: true });
    make(join(repo, path), elsewhere);
    const before = readdirSync(repo, { recursive: true });
    expect(refusalOf(run)).toBe(
      `small: a link, or a file and a folder in each other's place, is in the way of what Corral writes: ${path}.\n  fix: move them out of the folders that Corral writes\n  [ForeignFile]`);
    expect(readdirSync(repo, { recursive: true })).toEqual(before);
    expect(readdirSync(elsewhere)).toEqual([]);
    remove(elsewhere);
  });

  test('refuses to work in a folder that is a link', () => {
    const elsewhere = temporary();
    symlinkSync(elsewhere, join(repo, '.corral'));
    expect(refusalOf(run)).toBe(
      "--repo: a link, or a file and a folder in each other's place, is in the way of what Corral writes: .corral.\n  fix: move them out of the folders that Corral writes\n  [ForeignFile]");
    expect(readdirSync(elsewhere)).toEqual([]);
    remove(elsewhere);
  });

  test('a check says what would be refused', () => {
    run();
    const { files = [], faults = [] } = run([synthesis([])], { check: true }).delivered[0] ?? {};
    expect(files.length).toBeGreaterThan(0);
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['ProtectedDeletion', 'MassDeletion']));
  });

  test('refuses to undo what somebody changed by hand', () => {
    run();
    writeFileSync(chat(), readFileSync(chat(), 'utf8').replace('engine:1', 'engine:hotfix'));
    const path = 'small/40-workloads/model-chat/llm-serving/deployment.apps-chat.yaml';
    expect(refusalOf(() => run([other]))).toBe(
      `${path}: it was changed by hand since Corral wrote it, and the change would be lost.\n  fix: bring the change into the overlay, or amend the object there, then git checkout -- ${path}\n  [EditedByHand]`);
    expect(run([two], { check: true }).delivered[0]?.files).toEqual([path]);
  });

  test('brings back a file of its own that somebody removed', () => {
    run();
    rmSync(chat());
    expect(run().delivered[0]?.files).toEqual(['small/40-workloads/model-chat/llm-serving/deployment.apps-chat.yaml']);
  });

  test('refuses a lock that it did not write, or that reaches out of its folder', () => {
    run();
    const lock = join(repo, 'small/manifest.lock.json');
    const refusal = 'small/manifest.lock.json: the file is not a lock that Corral wrote.\n  fix: restore it: git checkout -- small/manifest.lock.json\n  [LockNotOurs]';
    writeFileSync(lock, readFileSync(lock, 'utf8').replace('small/kustomization.yaml', 'small/../kustomization.yaml'));
    expect(refusalOf(run)).toBe(refusal);
    writeFileSync(lock, '{');
    expect(refusalOf(run)).toBe(refusal);
  });

  test('refuses a folder that is not there', () => {
    expect(refusalOf(() => deliver([two], { repo: join(repo, 'nowhere'), check: false, allowDelete: [] }))).toBe(
      `--repo: there is no folder ${join(repo, 'nowhere')}.\n  fix: give the folder of a checkout of the GitOps repository\n  [NoRepository]`);
  });

  test('of two environments of which one is refused, none is written', () => {
    run();
    const before = contents(repo);
    expect(refusalOf(() => run([synthesis(charts(model('new')), undefined, 'another'), synthesis([])]))).toContain('[ProtectedDeletion]');
    expect(contents(repo)).toEqual(before);
  });

  describe('a run that was killed', () => {
    /** What is there when it is killed before the journal, and after. */
    const staged = () => {
      mkdirSync(join(repo, '.corral/small'), { recursive: true });
      writeFileSync(join(repo, '.corral/small/0.staged'), 'half');
    };

    test('without a journal is undone', () => {
      run();
      const before = contents(repo);
      staged();
      expect(run([two], { check: true }).recovered).toEqual([{ environment: 'small', outcome: 'undone' }]);
      expect(contents(repo)).toEqual(before);
    });

    test('with a journal is completed, even by a check', () => {
      const elsewhere = temporary();
      deliver([other], { repo: elsewhere, check: false, allowDelete: [] });
      run();
      const [old, now] = [contents(repo), contents(elsewhere)];
      const steps = Object.keys(now).filter((path) => old[path] !== now[path]).map((path) => ({ path, from: sha(old[path] ?? ''), to: sha(now[path] ?? '') }));
      staged();
      steps.forEach(({ path }, i) => writeFileSync(join(repo, `.corral/small/${i}.staged`), now[path] ?? ''));
      writeFileSync(join(repo, '.corral/small/journal.json'), JSON.stringify({ environment: 'small', about: '', steps }));
      expect(run([other], { check: true })).toMatchObject({ recovered: [{ environment: 'small', outcome: 'completed' }], delivered: [{ files: [] }] });
      expect(contents(repo)).toEqual(now);
      remove(elsewhere);
    });

    test('is not completed over what somebody changed in between', () => {
      run();
      staged();
      const path = 'small/kustomization.yaml';
      writeFileSync(join(repo, '.corral/small/journal.json'), JSON.stringify({ environment: 'small', about: '', steps: [{ path, from: sha('a'), to: sha('b') }] }));
      expect(refusalOf(run)).toBe(
        `${path}: it was changed by somebody else while a run was writing.\n  fix: restore it (git checkout -- ${path}), then run again\n  [ChangedMeanwhile]`);
    });
  });

  describe('two at once', () => {
    const claims = () => join(repo, '.corral/~claims');
    const claim = (name: string): string => {
      mkdirSync(claims(), { recursive: true });
      writeFileSync(join(claims(), name), '');
      return name;
    };

    test('one refuses when the other does not end', () => {
      const name = claim('elsewhere~1~2');
      expect(refusalOf(() => run([two], { patience: 0 }))).toBe(
        `${claims()}: another run is writing here: ${name} (machine, process, start).\n  fix: wait for it to end; if nobody runs on that machine any more, remove its file\n  [AnotherRun]`);
      expect(readdirSync(claims())).toEqual([name]);
    });

    test('a run that has ended bars nobody', () => {
      claim(`${hostname()}~999999999~1`);
      claim(`${hostname()}~${process.pid}~1`);
      expect(run([two], { patience: 0 }).delivered[0]?.files.length).toBeGreaterThan(0);
      expect(existsSync(join(repo, '.corral'))).toBe(false);
    });
  });

  test('killed at any moment and beside another, the next run leaves exactly one state', async () => {
    const worker = join(__dirname, 'deliver-for-ever.worker.ts');
    const workers = [43, 97].map((life) => ({ life, child: spawn(process.execPath, ['--import', 'tsx', worker, repo], { stdio: ['ignore', 'pipe', 'ignore'] }) }));
    await Promise.all(workers.map(async ({ life, child }) => {
      await once(child.stdout, 'data');
      await setTimeout(life);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }));
    const states = [two, other].map((each) => run([each], { check: true }).delivered[0]?.files.length === 0);
    expect(states.filter(Boolean)).toHaveLength(1);
    expect(existsSync(join(repo, '.corral'))).toBe(false);
  }, 30_000);
});
