/**
 * Commands as processes: what a user gets for a forgotten `--`, a broken overlay, an old Node, a full disk, a closed
 * pipe.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commands } from '../../scripts/commands';
import { repositoryCommands } from '../../scripts/repository-commands';
import { line as fuzz } from '../fuzz/options';

const root = join(__dirname, '../..');
let folder: string;

/** A copy of the repository whose overlays may be broken. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-command-'));
  for (const part of [
    'lib',
    'overlays',
    'scripts',
    'deploy',
    'main.ts',
    'package.json',
    'tsconfig.json',
    'test/fuzz',
    'test/environments/__snapshots__',
    'test/sizing/engine',
    'docs/explanation',
  ])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

function shell(script: string, env: NodeJS.ProcessEnv = {}): Ended {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...rest } = process.env;
  const inherited = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('npm_')));
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...inherited, ...env },
  });
  return { status, out: stdout, error: stderr.replaceAll(folder, 'REPO').replaceAll(/^npm (notice|warn).*\n/gim, '') };
}

/** A broken text at the end of an overlay, for the time of a call. */
function breaking<T>(name: string, text: string, work: () => T): T {
  const path = join(folder, 'overlays', name);
  const before = readFileSync(path, 'utf8');
  appendFileSync(path, text);
  try {
    return work();
  } finally {
    writeFileSync(path, before);
  }
}

describe("the forgotten '--'", () => {
  test.each([
    ['synth --env local', '--env', 'npm run synth -- --env local'],
    ['synth --env=local --out build', '--env and --out', 'npm run synth -- --env local --out build'],
    ['plan --explain ollama --json', '--explain and --json', 'npm run plan -- --explain ollama --json'],
    ['diff main . --markdown', '--markdown', 'npm run diff -- main . --markdown'],
    ['gitops --repo ../gitops --check', '--repo and --check', 'npm run gitops -- --repo ../gitops --check'],
    [
      'preflight --env local --context prod-1',
      '--env and --context',
      'npm run preflight -- --env local --context prod-1',
    ],
    [
      'discover --name prod --context prod-1',
      '--context and --name',
      'npm run discover -- --context prod-1 --name prod',
    ],
    ['lock --repo a/b ./x.gguf', '--repo', 'npm run lock -- a/b --repo ./x.gguf · npm run lock -- ./x.gguf --repo a/b'],
    [
      'key new --client team-a --print',
      '--client and --print',
      'npm run key -- new --client team-a --print · npm run key -- team-a --client new --print',
    ],
    ['bump --write ollama 0.1.2', '--write', 'npm run bump -- ollama 0.1.2 --write'],
    ['reference --check', '--check', 'npm run reference -- --check'],
    ['toolchain --path kubectl', '--path', 'npm run toolchain -- kubectl --path'],
    ['synth --json -- --env local', '--json', 'npm run synth -- --json --env local'],
  ])('npm run %s', (words, kept, fix) => {
    expect(shell(`npm run --silent ${words}`)).toMatchObject({
      status: 3,
      error: `npm run ${words.split(' ')[0] ?? ''}: npm kept ${kept} for itself: the options of a command follow '--'.\n  fix: ${fix}\n  [SeparatorMissing]\n`,
    });
  });

  test('no option has the name of a setting of npm, or a beginning of one, that npm does not pass on', () => {
    const settings = Object.keys(JSON.parse(shell('npm config ls -l --json').out) as object);
    const kept = [...Object.values(commands), { line: fuzz }].flatMap(({ line: { name, options } }) =>
      Object.keys(options)
        .filter((option) => settings.some((setting) => setting.startsWith(option)))
        .map((option) => `${name} --${option}`),
    );
    // npm passes on json and name; --commit needs --repo, and --expires needs --client, which it passes on.
    expect(kept.filter((each) => !/ --(?:json|name)$/.test(each))).toEqual(['gitops --commit', 'key --expires']);
  });

  test('is none where the option stands after it', () => {
    expect(shell('npm run --silent plan -- --env local --json').status).toBe(0);
  });
});

describe('an overlay that cannot be read', () => {
  const syntax =
    'overlays/dev.ts:LINE: the syntax is wrong: Expected identifier but found ",".\n  fix: correct this line; npm run check lists all such places\n  [OverlayNotRead]\n';
  const withLine = (text: string): string => text.replace(/dev\.ts:\d+:\d+/, 'dev.ts:LINE');

  test('is named with its line and column', () => {
    const { status, out, error } = breaking('dev.ts', '\nexport const x = {\n  a: 1,,\n};\n', () =>
      shell('node scripts/run.cjs synth'),
    );
    expect({ status, out, error: withLine(error) }).toEqual({ status: 3, out: '', error: syntax });
  });

  test('is reported with the faults of the others', () => {
    const { status, error } = breaking('dev.ts', '\nexport const x = {,};\n', () =>
      breaking('staging.ts', '\n(staging as { name: string }).name = "Sta ging";\n', () =>
        shell('node scripts/run.cjs plan'),
      ),
    );
    expect(status).toBe(2);
    expect(error).toMatch(/^overlays\/dev\.ts:\d+:\d+: the syntax is wrong: /);
    expect(error).toContain('[OverlayNotRead]\n');
    expect(error).toContain("'Sta ging'");
    expect(error).toMatch(/2 faults\.\n$/);
  });

  test('stops no command that names others only', () => {
    const { status, out, error } = breaking('dev.ts', '\nexport const x = {\n  a: 1,,\n};\n', () =>
      shell('node scripts/run.cjs synth --env local --out build'),
    );
    expect({ status, error: withLine(error) }).toEqual({ status: 0, error: `${syntax}local does not need it.\n\n` });
    expect(out).toMatch(/^build\/local {2}\d+ objects/);
  });

  test('may be one that throws an error', () => {
    const { status, error } = breaking(
      'dev.ts',
      "\nconst { a } = JSON.parse('{}') as { a: { b: string } };\nexport const { b } = a;\n",
      () => shell('node scripts/run.cjs plan'),
    );
    expect(status).toBe(3);
    expect(error).toMatch(
      /^overlays\/dev\.ts:\d+:\d+: it ends with an error: Cannot destructure property 'b' of 'a' as it is undefined\.\n {2}fix: /,
    );
  });

  test('that all others import is reported once', () => {
    const { error } = breaking('base.ts', '\nlet let = 1;\n', () => shell('node scripts/run.cjs plan'));
    expect(error.match(/OverlayNotRead/g)).toHaveLength(1);
    expect(error).toMatch(/^overlays\/base\.ts:\d+:\d+: the syntax is wrong: /);
  });
});

describe('a list of environments', () => {
  /** Another text in the place of an overlay, for the time of a call. */
  function replacing(name: string, text: string, script: string): Ended {
    const path = join(folder, 'overlays', name);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, text);
    try {
      return shell(script);
    } finally {
      writeFileSync(path, before);
    }
  }

  test.each([
    [
      'index.ts',
      '',
      'overlays/index.ts: it exports no list of environments.\n  fix: export const environments: readonly EnvironmentInput[] = [local];',
    ],
    [
      'index.ts',
      'export const environments = [];',
      'overlays/index.ts: its list of environments is empty.\n  fix: add an environment to it',
    ],
    [
      'dev.ts',
      '',
      'overlays/index.ts: environments[1] is undefined, not an environment.\n  fix: export the environment from its file, and import it by the same name',
    ],
    [
      'dev.ts',
      "import { x } from './nowhere';\nexport const dev = x;",
      "overlays/dev.ts:1:19: it ends with an error: Cannot find module './nowhere'.\n  fix: correct the name after from, or restore the file",
    ],
    [
      'dev.ts',
      "throw 'words';",
      'overlays/dev.ts: it ends with an error: words.\n  fix: correct it; npm run check lists what does not compile',
    ],
    [
      'models.ts',
      "import '../nothing.json';",
      "overlays/models.ts:1:8: it ends with an error: Cannot find module '../nothing.json'.\n  fix: correct the name after from, or restore the file",
    ],
  ])('%s: %s', (name, text, error) => {
    expect(replacing(name, text, 'node scripts/run.cjs plan')).toEqual({
      status: 3,
      out: '',
      error: `${error}\n  [OverlayNotRead]\n`,
    });
  });

  test('is a file that is there', () => {
    for (const [given, found] of [
      [
        'nowhere.ts',
        'there is no such file.\n  fix: name the file that exports the environments (--overlays FILE), or restore it from git',
      ],
      ['overlays', 'it is a folder, not a file.\n  fix: name a file in it: --overlays overlays/index.ts'],
    ] as const)
      expect(shell(`node scripts/run.cjs plan --overlays ${given}`)).toEqual({
        status: 3,
        out: '',
        error: `${given}: ${found}\n  [OverlayNotRead]\n`,
      });
  });

  test('has every name once', () => {
    const staging = readFileSync(join(folder, 'overlays/staging.ts'), 'utf8').replace(
      "name: 'staging'",
      "name: 'local'",
    );
    expect(replacing('staging.ts', staging, 'node scripts/run.cjs synth')).toEqual({
      status: 2,
      out: '',
      error:
        "local.name: two environments are named 'local', and would write the same folder and stack.\n  fix: give each a name of its own\n  [EnvironmentTwice]\n\n1 fault; nothing was written.\n",
    });
  });
});

describe('what the machine refuses', () => {
  test.each([
    [
      '--out README.md',
      'REPO/README.md/local: it cannot be written: a part of the path is a file, not a folder.\n  fix: name a folder\n  [CannotWrite]\n',
    ],
    [
      '--out /proc/none',
      '/proc/none: it cannot be written: it does not exist.\n  fix: name one that exists\n  [CannotWrite]\n',
    ],
    [
      '--json > /dev/full',
      'output: it cannot be written: no space is left on the disk.\n  fix: free some space, or name another place\n  [CannotWrite]\n',
    ],
  ])('synth %s', (words, error) => {
    writeFileSync(join(folder, 'README.md'), '');
    expect(shell(`node scripts/run.cjs synth --env local ${words}`)).toEqual({ status: 3, out: '', error });
  });

  test('a pipe that closes early ends a command without a word', () => {
    expect(
      shell('set -o pipefail; for i in 1 2 3; do node scripts/run.cjs plan --json | head -c 10 > /dev/null; done'),
    ).toMatchObject({ error: '' });
  });

  test('an environment without git', () => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    symlinkSync(process.execPath, join(folder, 'bin', 'node'));
    expect(shell('PATH=bin; node scripts/run.cjs diff main .')).toEqual({
      status: 3,
      out: '',
      error: 'git: there is no such program in the PATH.\n  fix: install git: https://git-scm.com\n  [GitMissing]\n',
    });
  });
});

describe('what is not installed', () => {
  const preload = (text: string): string => {
    writeFileSync(join(folder, 'preload.cjs'), text);
    return `node --require ./preload.cjs scripts/run.cjs plan`;
  };

  test('an old Node', () => {
    expect(shell(preload("Object.defineProperty(process.versions, 'node', { value: '18.20.4' });"))).toEqual({
      status: 3,
      out: '',
      error:
        'node: version 18.20.4 is too old, at least 20.11 is needed.\n  fix: install a newer Node: https://nodejs.org\n  [NodeTooOld]\n',
    });
  });

  test('no packages', () => {
    expect(
      shell('mv node_modules away; node scripts/run.cjs plan; status=$?; mv away node_modules; exit $status'),
    ).toEqual({
      status: 3,
      out: '',
      error:
        'REPO/node_modules: the packages are not installed.\n  fix: cd REPO && npm ci --ignore-scripts\n  [PackagesMissing]\n',
    });
  });
});

const names = Object.keys({ ...commands, ...repositoryCommands });

test.each(names.map((name) => [name]))('npm run %s -- --help prints usage, an example and the exit codes', (name) => {
  const { status, out, error } = shell(`node scripts/run.cjs ${name} --help`);
  expect({ status, error }).toEqual({ status: 0, error: '' });
  expect(out).toContain(`\nUsage: npm run ${name} --`);
  expect(out).toMatch(
    /\nExamples?:\n {2}npm run [^]+\nExit codes:\n {2}0 {2}\S[^]*\n {2}3 {2}cannot run: usage, unreadable input or missing tool\n(?:\n\S[^]*)?$/,
  );
});

test('--help loads neither the library nor an overlay, nor what the command does', () => {
  writeFileSync(
    join(folder, 'loaded.cjs'),
    `process.on('exit', () => console.error(Object.keys(require.cache).map((path) => require('path').relative(__dirname, path)).filter((path) => /^(lib|overlays|deploy|test|node_modules\\/cdk8s)\\//.test(path) || /^build\\/(index|constructs|commands\\/)/.test(path) || /^scripts\\/(?!command\\/)[^/]+\\/(?!options|components)/.test(path)).join(' ')));`,
  );
  for (const name of names)
    expect({ name, error: shell(`node --require ./loaded.cjs scripts/run.cjs ${name} --help`).error }).toEqual({
      name,
      error: '\n',
    });
  // The same test sees them where a command runs.
  expect(shell('node --require ./loaded.cjs scripts/run.cjs plan --env local').error.trim().split(' ')).toEqual(
    expect.arrayContaining(['build/index.js', 'build/commands/plan.js', 'overlays/local.ts']),
  );
});

test.each([
  [
    'plna',
    "corral: there is no command 'plna'.\n  did you mean: plan\n  allowed: init · synth · plan · diff · report · gitops · preflight · discover · lock · measure · key · restore · bump · reference · field-types · toolchain · bench\n  [Usage]\n",
  ],
  ['toString', expect.stringMatching(/^corral: there is no command 'toString'\.\n/)],
  ['', expect.stringMatching(/^corral: no command is named\.\n {2}allowed: init · synth · plan · /)],
])("a command '%s' is refused", (name, error) => {
  expect(shell(`node scripts/run.cjs ${name}`)).toEqual({ status: 3, out: '', error });
});

test('a wrong word is refused before the overlays are read', () => {
  expect(breaking('dev.ts', '\nexport const x = {,};\n', () => shell('node scripts/run.cjs plan --jsn'))).toMatchObject(
    {
      status: 3,
      error: expect.stringMatching(/^npm run plan: there is no option '--jsn'\.\n {2}did you mean: --json\n/),
    },
  );
});

describe('on a terminal', () => {
  /**
   * A pseudo-terminal of 100 columns, by Python's own module. Node takes a terminal of an unknown CI for one without
   * colours.
   */
  const terminal = (command: string): string =>
    `env -u CI python3 -c '${[
      'import fcntl, os, pty, struct, sys, termios',
      'pid, fd = pty.fork()',
      'if pid == 0: os.execvp("sh", ["sh", "-c", "stty cols 100; exec " + sys.argv[1]])',
      'while True:',
      '    try: data = os.read(fd, 65536)',
      '    except OSError: break',
      '    if not data: break',
      '    os.write(1, data)',
    ].join('\n')}' '${command}'`;
  const plan = 'node scripts/run.cjs plan --env staging';

  test('tables take its width, and titles are bold', () => {
    const { out } = shell(terminal(plan), { TERM: 'xterm-256color' });
    const lines = out.replaceAll('\r', '').split('\n');
    expect(lines).toContain('\u001B[1mModels\u001B[22m');
    expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(80);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  test('reports have colours, but not with NO_COLOR', () => {
    const { out } = shell(terminal('node scripts/run.cjs plan --env nowhere'), { TERM: 'xterm-256color' });
    expect(out).toContain("\u001B[31m--env\u001B[39m: \u001B[1mno overlay is called 'nowhere'.\u001B[22m");
    expect(
      shell(terminal('node scripts/run.cjs plan --env nowhere'), { TERM: 'xterm-256color', NO_COLOR: '1' }).out,
    ).not.toContain('\u001B');
  });

  test('a pipe gets plain text, unless FORCE_COLOR is set', () => {
    expect(shell(plan).out).not.toContain('\u001B');
    expect(shell(plan, { FORCE_COLOR: '1' }).out).toContain('\u001B[1mModels\u001B[22m');
    expect(
      Math.max(
        ...shell(plan, { COLUMNS: '60' })
          .out.split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  });
});

describe('Ctrl-C', () => {
  test.each([
    ['plan'],
    ['synth --out interrupted'],
    ['diff HEAD .'],
    ['gitops --repo interrupted-git'],
    ['reference --check'],
  ])('during %s prints nothing, and leaves no temporary file', (words) => {
    shell(
      'git init -q interrupted-git; git init -q; git add lib overlays scripts package.json; git -c user.name=a -c user.email=a@b commit -qm x; mkdir -p tmp',
    );
    for (const wait of [0.3, 0.9, 1.8]) {
      const { status, error } = shell(
        `set -m; TMPDIR=$PWD/tmp node scripts/run.cjs ${words} > /dev/null & sleep ${wait}; kill -INT -- -$!; wait $!`,
      );
      expect({ wait, error: error.replaceAll(/^(?:bash: |\[\d+\]).*\n/gm, '') }).toEqual({ wait, error: '' });
      expect([0, 1, 130]).toContain(status);
    }
    expect(readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('corral'))).toEqual([]);
    expect(shell('git status --short --porcelain .git; git worktree list | wc -l').out.trim()).toBe('1');
  });
});

describe('exit codes', () => {
  const wrongName = '\n(staging as { name: string }).name = "Sta ging";\n';
  const run = (words: string): Ended => shell(`node scripts/run.cjs ${words}`);
  beforeAll(() => {
    shell('git init -q gitops');
  });

  test.each(names.map((name) => [name]))('3: %s --nonsense', (name) => {
    const { status, out, error } = run(`${name} --nonsense`);
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(error).toContain(`npm run ${name}: there is no option '--nonsense'.\n`);
    expect(error).toContain(`  help: npm run ${name} -- --help\n  [Usage]\n`);
  });

  test.each([
    ['plan --env nowhere'],
    ['gitops --repo nowhere'],
    ['diff nowhere local'],
    ['preflight --env local --kubeconfig nowhere'],
    ['discover --kubeconfig nowhere'],
    ['lock ./nowhere.gguf --repo a/b'],
    ['lock a/b nowhere.gguf --hub http://127.0.0.1:1'],
    ['lock a/b nowhere.gguf --hub nowhere'],
    ['lock ./package.json --repo a/b --into README.md'],
    ['toolchain nowhere'],
    ['field-types nowhere.json'],
    ['bump nowhere 1 --without-suite'],
  ])('3: %s', (words) => {
    writeFileSync(join(folder, 'README.md'), 'text');
    const { status, error } = run(words);
    expect({ words, status, error }).toEqual({
      words,
      status: 3,
      error: expect.stringMatching(/^\S.*\.\n(?: {2}\S.*\n)+$/),
    });
    expect(error).not.toMatch(/^\s+at /m);
  });

  test.each([['synth'], ['plan'], ['gitops --repo gitops'], ['diff local staging'], ['preflight --env staging']])(
    '2: %s',
    (words) => {
      const { status, out, error } = breaking('staging.ts', wrongName, () => run(words));
      expect({ words, status, out }).toEqual({
        words,
        status: words.startsWith('diff') || words.startsWith('preflight') ? 3 : 2,
        out: '',
      });
      expect(error).not.toMatch(/^\s+at /m);
    },
  );

  test.each([
    [1, 'gitops --repo gitops --check'],
    [0, 'gitops --repo gitops'],
    [0, 'gitops --repo gitops --check'],
    [0, 'synth --env local --out build'],
    [0, 'plan --env local --json'],
    [0, 'diff local local'],
    [0, 'diff local local --exit-code'],
    [1, 'diff local staging --exit-code'],
    [1, 'reference --check'],
  ])('%s: %s', (status, words) => {
    expect(run(words)).toMatchObject({ status, error: '' });
  });
});
