/**
 * Markup that is safe by its type: texts of others are escaped wherever they are put in, and nothing else makes markup.
 */

declare const kind: unique symbol;

/** A piece of a page: tags of ours, and escaped texts. */
export interface Markup {
  readonly [kind]?: 'markup';
  readonly markup: string;
}

/** What a template takes: markup as it is, a text escaped, a list one after the other, `undefined` as nothing. */
export type Content = Markup | string | readonly Content[] | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that change what others look like: control characters, marks of direction, invisible ones, halves. */
const unseen =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** A text in which nothing is escaped: most are. */
const plain = /^[\w !#$%()*+,\-./:;=?@[\]^`{|}~\t\n]*$/;

/** A text as part of a page, within quotes too. A character that is not visible is written as its code. */
export const escapedText = (text: string): string => (plain.test(text) ? text : escaped(text));

const escaped = (text: string): string =>
  text
    .replace(unseen, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');

const isList = (content: Content): content is readonly Content[] => Array.isArray(content);

/** @throws TypeError if it is nothing of its type: a plan of another version may hold anything */
function written(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapedText(content);
  if (isList(content)) return content.map(written).join('');
  if (typeof content.markup !== 'string') throw new TypeError('it is no markup');
  return content.markup;
}

/** Markup from a template: `` markup`<p>${text}</p>` ``. The template's own text is taken as it is. */
export const markup = (strings: TemplateStringsArray, ...contents: readonly Content[]): Markup => ({
  markup: strings.map((text, i) => text + (i < contents.length ? written(contents[i]) : '')).join(''),
});

export const nothing: Markup = { markup: '' };

/** The text that a reader sees of it. */
export const plainText = (content: Content): string => written(content).replaceAll(/<[^>]*>/g, '');

/** Markup of the revision before: its numbers are marked as those of its own plan. */
export const formerMarkup = (content: Content): Markup => ({
  markup: written(content).replaceAll(' data-at="', ' data-was="'),
});

/** Markup of a comparison: its numbers are marked as those of what `diff --json` prints of it. */
export const comparisonMarkup = (content: Content): Markup => ({
  markup: written(content).replaceAll(' data-at="', ' data-diff="'),
});

/** Markup whose marks begin at a place: `./` stands for it. */
export function belowBase(content: Content, base: string): Markup {
  const start = `${escapedText(base)}/`;
  return {
    markup: written(content).replaceAll(/(?<= data-(?:at|was)=")[^"]*/g, (source) =>
      source
        .split(/(?<= [+-] )/)
        .map((each) => (each.startsWith(start) ? `./${each.slice(start.length)}` : each))
        .join(''),
    ),
  };
}

/** Markup of a list, with something between its items. */
export const joined = (contents: readonly Content[], between: string): Markup => ({
  markup: contents.map(written).join(escapedText(between)),
});
