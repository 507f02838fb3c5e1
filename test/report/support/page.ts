/** A page as its texts and numbers: what a reader finds, with where each number says it comes from. */
import { type DefaultTreeAdapterTypes, parse, type ParserError } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;

/** An element with its attributes. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Page {
  /** What a strict parser finds wrong. */
  readonly errors: readonly string[];
  readonly tags: readonly Tag[];
  /** Texts with digits that no mark and no name holds. */
  readonly unmarked: readonly string[];
}

const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : []);

const textOf = (node: Node): string =>
  node.nodeName === '#text' && 'value' in node ? node.value : childrenOf(node).map(textOf).join('');

/** Texts of these say nothing to a reader, or are names, or those of pictures. */
const notRead: ReadonlySet<string> = new Set(['style', 'title', 'code', 'bdi']);

/** Attributes that hold the place of a number: in the plan, in that of the revision before, in their difference. */
export const marks: readonly string[] = ['data-at', 'data-was', 'data-diff'];

/** Attributes of a mark with its whole place: `./` begins where the row says. */
function resolved(
  own: Readonly<Record<string, string>>,
  { 'data-base': base = '', 'data-in': object }: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const whole = Object.fromEntries(
    Object.entries(own).map(([key, value]) => [
      key,
      marks.includes(key) ? value.replaceAll(/(?<=^|[+-] )\.\//g, `${base}/`) : value,
    ]),
  );
  return object === undefined ? whole : { ...whole, 'data-in': object };
}

/** Reads a page. */
export function readPage(html: string): Page {
  const errors: string[] = [];
  const onParseError = ({ code, startLine, startCol }: ParserError): void =>
    void errors.push(`${code} at ${startLine}:${startCol}`);
  const document = parse(html, { sourceCodeLocationInfo: true, onParseError });
  const tags: Tag[] = [];
  const unmarked: string[] = [];
  const walk = (node: Node, marked: boolean, row: Readonly<Record<string, string>>): void => {
    if (node.nodeName === '#text') {
      const text = textOf(node);
      if (!marked && /\d/.test(text)) unmarked.push(text.trim());
      return;
    }
    let isMarked = marked || notRead.has(node.nodeName);
    let base = row;
    if ('attrs' in node) {
      const own = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      if ('data-base' in own) base = own;
      const attributes = resolved(own, base);
      tags.push({
        name: node.nodeName,
        attributes,
        get text() {
          return textOf(node);
        },
      });
      isMarked ||= marks.some((mark) => mark in attributes) || attributes['class'] === 'name';
    }
    for (const child of childrenOf(node)) walk(child, isMarked, base);
  };
  walk(document, false, {});
  return { errors, tags, unmarked };
}

/** The text of a section as a reader finds it, with one blank between its parts; empty where there is none. */
export function sectionText(html: string, id: string): string {
  const find = (node: Node): Node | undefined =>
    'attrs' in node && node.attrs.some(({ name, value }) => name === 'id' && value === id)
      ? node
      : childrenOf(node).reduce<Node | undefined>((found, child) => found ?? find(child), undefined);
  const texts = (node: Node): readonly string[] =>
    node.nodeName === 'title'
      ? []
      : node.nodeName === '#text' && 'value' in node
        ? [node.value]
        : /^(td|th|li|p|h\d|dt|dd|summary|caption|tr|a)$/.test(node.nodeName)
          ? [' ', ...childrenOf(node).flatMap(texts), ' ']
          : childrenOf(node).flatMap(texts);
  const section = find(parse(html));
  return section === undefined ? '' : texts(section).join('').replaceAll(/\s+/g, ' ').trim();
}
