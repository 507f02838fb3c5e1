/** Writes the generated pages, docs/reference and ARCHITECTURE.md, or reports those that are out of date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Exit, Parsed } from '../command';
import { architecturePage } from './architecture';
import { cataloguePage } from './catalogue';
import { commandsPage } from './commands';
import { environmentPage } from './environment';
import { errorsPage, rulesPage } from './errors';
import { metricsPage } from './metrics';
import type { line } from './options';

const root = join(__dirname, '..', '..');

const pages: Readonly<Record<string, () => string>> = {
  'ARCHITECTURE.md': architecturePage,
  'docs/reference/catalogue.md': cataloguePage,
  'docs/reference/commands.md': commandsPage,
  'docs/reference/environment.md': environmentPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/metrics.md': metricsPage,
  'docs/reference/rules.md': rulesPage,
};

/** Writes the pages that are out of date, or only names them. */
export function run({ values: { check } }: Parsed<typeof line.options>, { console }: Context): Exit {
  const old = Object.entries(pages)
    .map(([path, write]) => ({ path, text: write() }))
    .filter(({ path, text }) => {
      const place = join(root, path);
      return !existsSync(place) || readFileSync(place, 'utf8') !== text;
    });
  for (const { path, text } of old) {
    if (!check) writeFileSync(join(root, path), text);
    console.out(check ? `${path} is out of date: npm run reference` : `wrote ${path}`);
  }
  return check && old.length > 0 ? 1 : 0;
}
