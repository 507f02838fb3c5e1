/** `npm run reference`: writes the generated pages of docs/reference; `-- --check` fails where one is out of date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cataloguePage } from './reference/catalogue';
import { environmentPage } from './reference/environment';
import { errorsPage, rulesPage } from './reference/errors';

const pages: Readonly<Record<string, () => string>> = {
  'docs/reference/catalogue.md': cataloguePage,
  'docs/reference/environment.md': environmentPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/rules.md': rulesPage,
};

const check = process.argv.includes('--check');
for (const [path, write] of Object.entries(pages)) {
  const text = write();
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (check) process.exitCode = 1;
  else writeFileSync(path, text);
  console.log(check ? `${path} is out of date: npm run reference` : `wrote ${path}`);
}
