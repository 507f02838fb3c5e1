/** Packs the package and installs it into an empty folder, once for all tests. The folder goes when they end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended } from './support/shell';

const root = join(__dirname, '..', '..');

/** What the projects of `examples/` name beside the package, in the versions of their package.json. */
const tools = ['@types/node@20', 'cdk8s-cli@2.207.60', 'ts-node@10', 'tsx@4.23.15', 'typescript@5.9'];

function must(command: string, folder: string): string {
  const { status, out, error } = ended(command, folder);
  if (status !== 0) throw new Error(`${command}: ${out}${error}`);
  return out;
}

export default function globalSetup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'corral-package-'));
  const [packed] = JSON.parse(
    must(`npm run --silent build && npm pack --silent --json --ignore-scripts --pack-destination ${folder}`, root),
  ) as readonly { readonly filename: string }[];
  writeFileSync(join(folder, 'packed.json'), JSON.stringify(packed));
  const tarball = join(folder, packed?.filename ?? '');
  must(`npm install --no-audit --no-fund --ignore-scripts --prefer-offline ${tarball} ${tools.join(' ')}`, folder);
  process.env['CORRAL_INSTALLED'] = folder;
  process.env['CORRAL_TARBALL'] = tarball;
  return () => rmSync(folder, { recursive: true, force: true });
}
