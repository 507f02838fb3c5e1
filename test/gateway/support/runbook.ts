/** The commands of a runbook, in order, as a reader copies them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', '..', 'docs', 'runbooks');

/** Lines of the blocks of shell, above the first title below the page's own. */
export function commandsOf(name: string): readonly string[] {
  const [page = ''] = readFileSync(join(folder, `${name}.md`), 'utf8').split(/^## /m);
  return [...page.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].flatMap(([, , block = '']) =>
    block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}
