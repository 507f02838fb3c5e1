/** Nodes in sentences: all that are alike together, and long lists cut where nothing is lost by it. */
import type { LiveNode } from '../inventory';

/** Most nodes that a sentence names. */
const mostNamed = 4;

/** `gpu-1`, `gpu-1 and gpu-2`, `gpu-1, gpu-2, gpu-3, gpu-4 and 9 more`. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, texts.length > mostNamed + 1 ? mostNamed : texts.length);
  const rest = texts.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('');
}

export const named = (nodes: readonly LiveNode[]): string => listed(nodes.map(({ name }) => name));

/** As arguments of kubectl: every one of them, since the command is to be run. */
export const asArguments = (nodes: readonly LiveNode[]): string => nodes.map(({ name }) => name).join(' ');

/** Nodes by what is said of them; those of which nothing is said are left out. */
export function byText(
  nodes: readonly LiveNode[],
  say: (node: LiveNode) => string | undefined,
): ReadonlyMap<string, readonly LiveNode[]> {
  const groups = new Map<string, LiveNode[]>();
  for (const node of nodes) {
    const text = say(node);
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), node]);
  }
  return groups;
}
