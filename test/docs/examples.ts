/** Examples of pages: fields of an environment, and what the page shows of the result. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

const root = join(__dirname, '..', '..');
export const readPage = (path: string): string => readFileSync(join(root, path), 'utf8');

export interface Example {
  readonly heading: string;
  /** The code as the page shows it. */
  readonly fields: string;
  /** Parts of objects, or the report. */
  readonly shown: readonly { readonly as: 'yaml' | 'text'; readonly text: string }[];
}

/** The examples of a page, each with what stands below it. */
export function examplesOf(markdown: string): readonly Example[] {
  const examples: { heading: string; fields: string; shown: { as: 'yaml' | 'text'; text: string }[] }[] = [];
  let heading = '';
  for (const [, title, language, text = ''] of markdown.matchAll(/^#{1,3} (.+)$|^```(ts|yaml|text)\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else if (language === 'ts') examples.push({ heading, fields: text, shown: [] });
    else examples.at(-1)?.shown.push({ as: language as 'yaml' | 'text', text });
  }
  return examples;
}

/** The blocks of commands of a page below a heading of the second level. */
export function commandsBelow(markdown: string, heading: string): readonly string[] {
  const [, section] = markdown.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`the page has no heading ${heading}`);
  const [text = ''] = section.split('\n## ');
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands = '']) => commands);
}

/** The fields of an example: they are the inside of an object of a program that has these names. */
export function fieldsOf({ fields }: Example, names: Readonly<Record<string, unknown>>): object {
  const code = fields.replaceAll(/^import .*$/gm, '');
  return runInNewContext(`({${code}\n})`, { ...names }) as object;
}
