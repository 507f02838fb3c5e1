/** Writes a first repository from the files of `templates/`. What is there already is left as it is. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Context, Exit, Parsed } from '../command';
import { makeFolder } from '../command/folders';
import type { line } from './options';
import { packageJson } from './package-json';

const templates = join(__dirname, '..', '..', 'templates');

/** npm leaves files of these names out of a package. */
const renamed: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );

/** Files by path, in the order of their names. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const copied = filesBelow(templates).map((path) => {
    const name = relative(templates, path);
    return [renamed[name] ?? name, readFileSync(path, 'utf8').replaceAll('NAME', basename(folder))] as const;
  });
  return new Map(
    [...copied, ['package.json', packageJson(basename(folder))] as const].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Writes the files that are not there, and lists all. */
export function run({ positionals: [given = '.'] }: Parsed<typeof line.options>, { console }: Context): Exit {
  const folder = resolve(given);
  for (const [path, text] of filesOf(folder)) {
    const place = join(folder, path);
    if (existsSync(place)) {
      console.out(`left     ${path}: it exists`);
    } else {
      makeFolder(dirname(place));
      writeFileSync(place, text, { flag: 'wx' });
      console.out(`written  ${path}`);
    }
  }
  const enter = given === '.' ? '' : `cd ${given} && `;
  console.out(`\nnext: ${enter}npm install && npm run synth`);
  return 0;
}
