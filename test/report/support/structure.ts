/** The structure of a page as lines: what a reader who jumps from heading to heading and from table to table finds. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;

const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : []);

const textOf = (node: Node): string =>
  node.nodeName === '#text' && 'value' in node ? node.value : childrenOf(node).map(textOf).join('');

const all = (node: Node, name: string): readonly Node[] => [
  ...(node.nodeName === name ? [node] : []),
  ...childrenOf(node).flatMap((child) => all(child, name)),
];

const plain = (node: Node): string => textOf(node).replaceAll(/\s+/g, ' ').trim();

function tableLine(table: Node): string {
  const [caption] = all(table, 'caption');
  const [head] = all(table, 'thead');
  const [body] = all(table, 'tbody');
  const titles = head === undefined ? [] : all(head, 'th').map(plain);
  return `table: ${caption === undefined ? '' : plain(caption)} | ${titles.join(', ')} | ${
    body === undefined ? 0 : all(body, 'tr').length
  } rows`;
}

/** Headings, tables and folds in their order. */
export function structureOf(html: string): readonly string[] {
  const lines: string[] = [];
  const walk = (node: Node, depth: string): void => {
    const { nodeName: name } = node;
    if (/^h[1-6]$/.test(name)) lines.push(`${depth}${name} ${plain(node)}`);
    else if (name === 'table') lines.push(depth + tableLine(node));
    else if (name === 'section') {
      const id = 'attrs' in node ? node.attrs.find((each) => each.name === 'id')?.value : undefined;
      lines.push(`section ${id ?? ''}`);
      for (const child of childrenOf(node)) walk(child, `${depth}  `);
    } else if (name === 'summary' && all(node, 'h2').length === 0) lines.push(`${depth}folded: ${plain(node)}`);
    else for (const child of childrenOf(node)) walk(child, depth);
  };
  walk(parse(html), '');
  return lines;
}
