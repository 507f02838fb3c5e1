/**
 * Bundles the services that run in pods, each into one CommonJS file of `lib/programs`: `node scripts/build/services.mjs`. With
 * `--check`, compares. Names stay as they are, so that a stack trace can be read; comments are in the sources.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './entries.mjs';

/** Service by the name of its program. */
const services = {
  'gateway-policy': 'services/gateway-policy/src/main.ts',
  'ollama-exporter': 'services/ollama-exporter/src/main.ts',
};
/** A ConfigMap holds 1 MiB, and a person should be able to read a program. */
const mostBytes = 300 * 1024;

async function bundle(entry) {
  const build = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    external: [/^node:/],
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warn',
  });
  const { output } = await build.generate({
    format: 'cjs',
    comments: false,
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: false } },
  });
  await build.close();
  const [{ code }, ...others] = output;
  if (others.length > 0) throw new Error(`${entry} became more than one file`);
  return code;
}

/** Lines, so that a change of the program is a change of lines. */
const fileOf = (code) => `${JSON.stringify({ lines: code.trimEnd().split('\n') }, null, 2)}\n`;

const isCheck = process.argv[2] === '--check';
for (const [name, entry] of Object.entries(services)) {
  const path = join(root, 'lib', 'programs', `${name}.json`);
  const text = fileOf(await bundle(entry));
  if (text.length > mostBytes) throw new Error(`${path} would have ${text.length} bytes, and ${mostBytes} are allowed`);
  if (!isCheck) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${path}: is not what ${entry} becomes.\n  fix: npm run build:services`);
    process.exitCode = 1;
  }
}
