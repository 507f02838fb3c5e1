/**
 * Names of files that no line of a list of weights can hold: spaces, brackets, commas. Colons, plus and percent signs
 * are taken.
 */
import { changed, smallModel } from './base';

const named = (name: string, path: string) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['catalog', 'models', 'small/Q4_K_M', 'files'], smallModel.files.map((file) => ({ ...file, path }))],
  );

export const inputs = [
  named('spaces', 'My Model (final)-Q4_K_M.gguf'),
  named('comma', 'a,b-Q4_K_M.gguf'),
  named('right', 'sub/x:+@%-Q4_K_M.gguf'),
];

const allowed = `  allowed: a path in the repository: letters, digits and . _ @ % + : - between slashes, without '..'
  [BadFormat]`;

export const report = `spaces.catalog.models['small/Q4_K_M'].files[0].path: 'My Model (final)-Q4_K_M.gguf' does not have the right form.
${allowed}
comma.catalog.models['small/Q4_K_M'].files[0].path: 'a,b-Q4_K_M.gguf' does not have the right form.
${allowed}`;
