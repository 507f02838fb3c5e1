/**
 * The GitOps repository of a test: a bare one that is served, a checkout that `npm run gitops` writes into, and sources
 * that it names.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentInput } from '../../../lib';
import { commands } from '../../../scripts/commands';

/** Who commits, whatever the machine's own settings are. */
const identity = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@example.org', '-c', 'commit.gpgsign=false'];

export class PlatformRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'corral-platform-'));
  readonly bare = 'platform.git';
  readonly checkout = join(this.root, 'platform');
  private readonly source = join(this.root, 'source');

  constructor() {
    this.git(this.root, 'init', '--quiet', '--bare', '--initial-branch=main', this.bare);
    this.git(this.root, 'clone', '--quiet', this.bare, this.checkout);
    this.git(this.root, 'init', '--quiet', this.source);
    this.git(this.source, 'commit', '--quiet', '--allow-empty', '--message=overlays: as the test has them');
    for (const [key, value] of [
      ['user.name', 'somebody'],
      ['user.email', 'somebody@example.org'],
      ['commit.gpgsign', 'false'],
    ] as const) {
      this.git(this.checkout, 'config', key, value);
    }
  }

  /** Renders with the command that people use, commits and pushes. Returns the commit. */
  async deliver(environment: EnvironmentInput, ...options: readonly string[]): Promise<string> {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const status = await commands.gitops.run(['--repo', this.checkout, '--commit', ...options], {
      console: { out: say, error: say },
      source: this.source,
      environments: [environment],
    });
    if (status !== 0) throw new Error(`npm run gitops ended with ${status}:\n${said.join('\n')}`);
    return this.push();
  }

  /** Commits files of the platform's own, and pushes. */
  write(files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.checkout, path)), { recursive: true });
      writeFileSync(join(this.checkout, path), text);
    }
    this.git(this.checkout, 'add', ...Object.keys(files));
    this.git(this.checkout, 'commit', '--quiet', '--message=files of our own');
    return this.push();
  }

  /** `git rm -r`, a commit and a push. */
  remove(...folders: readonly string[]): string {
    this.git(this.checkout, 'rm', '-r', '--quiet', ...folders);
    this.git(this.checkout, 'commit', '--quiet', '--message=no longer ours');
    return this.push();
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private push(): string {
    this.git(this.checkout, 'push', '--quiet', 'origin', 'HEAD:main');
    return this.git(this.checkout, 'rev-parse', 'HEAD');
  }

  private git(cwd: string, ...args: readonly string[]): string {
    return execFileSync('git', [...identity, ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  }
}
