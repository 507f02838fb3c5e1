/** How wide a text may be, whether it has colours, and tables that keep to it. */

/** What the place knows that a text is written to. */
export interface Layout {
  /** Columns that a table may take. */
  readonly width: number;
  readonly colours: boolean;
}

/** A stream as Node knows it: a terminal, a file or a pipe. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
}

/** Columns where no width is known: those of the narrowest terminal in common use. */
const usualWidth = 80;
/** Narrower than this, words would be cut in every cell. */
const leastWidth = 40;

/** A file or a pipe, without variables that say otherwise. */
export const plain: Layout = { width: usualWidth, colours: false };

function hasColours(stream: Stream, { FORCE_COLOR: force, NO_COLOR: none, TERM: term }: NodeJS.ProcessEnv): boolean {
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return stream.isTTY === true && term !== 'dumb' && stream.hasColors?.() !== false;
}

/** Reads `COLUMNS`, `NO_COLOR` and `FORCE_COLOR`, then asks the terminal. */
export function layoutOf(stream: Stream, variables: NodeJS.ProcessEnv): Layout {
  const stated = /^\d+$/.test(variables['COLUMNS'] ?? '') ? Number(variables['COLUMNS']) : 0;
  const known = stated > 0 ? stated : stream.isTTY === true ? (stream.columns ?? 0) : 0;
  return { width: known > 0 ? Math.max(known, leastWidth) : usualWidth, colours: hasColours(stream, variables) };
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], cyan: [36, 39] } as const;

/** A text in a colour, where there are colours. */
export const painted = ({ colours }: Pick<Layout, 'colours'>, colour: keyof typeof codes, text: string): string =>
  colours ? `\u001B[${codes[colour][0]}m${text}\u001B[${codes[colour][1]}m` : text;

/** Words of a text; the thousands of a number stay together: `39 980`. */
const wordsOf = (text: string): readonly string[] => text.split(/ (?!\d{3}(?!\d))/);

/** A word that is too long, cut behind a sign where there is one. */
function cut(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  const sign = word.slice(0, width).search(/[/:@,.=_-][^/:@,.=_-]*$/);
  const at = sign < width / 2 ? width : sign + 1;
  return [word.slice(0, at), ...cut(word.slice(at), width)];
}

/** An item of a list that is at most so long is not broken: `llama-3 2 + 3`. */
const longestItem = 30;

const itemsOf = (text: string, width: number): readonly string[] =>
  text.split(/(?<=,) /).flatMap((item) => (item.length <= Math.min(width, longestItem) ? [item] : wordsOf(item)));

/** Lines of parts that are not broken themselves, none longer than the width. */
export function filled(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts.flatMap((each) => cut(each, width))) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + part.length > width) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines;
}

/** Lines of a text, none longer than the width. */
export const wrapped = (text: string, width: number): readonly string[] => filled(itemsOf(text, width), width);

const gap = '  ';
/** A column of text is not made narrower than this: longer words are cut. */
const leastColumn = 20;

const longestWord = (text: string): number => Math.max(0, ...wordsOf(text).map(({ length }) => length));
const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
const sum = (widths: readonly number[]): number => widths.reduce((all, each) => all + each + gap.length, 0);

/**
 * Widths of columns: titles are wrapped first, then the widest columns give way until all of them fit; the narrowest
 * get what is left.
 */
function widthsOf(
  columns: readonly (readonly string[])[],
  numbers: readonly boolean[],
  width: number,
): readonly number[] {
  const natural = columns.map(longest);
  if (sum(natural) <= width) return natural;
  const widths = columns.map(([title = '', ...cells]) => Math.max(longestWord(title), longest(cells)));
  const least = columns.map(([title = '', ...cells], i) =>
    Math.max(
      longestWord(title),
      numbers[i] === true ? longest(cells) : Math.min(leastColumn, Math.max(0, ...cells.map(longestWord))),
    ),
  );
  for (let over = sum(widths) - width; over > 0; over -= 1) {
    const widest = widths.reduce(
      (most, each, i) => (each > (least[i] ?? 0) && (most === -1 || each > (widths[most] ?? 0)) ? i : most),
      -1,
    );
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  for (let left = width - sum(widths); left > 0; left -= 1) {
    const narrowest = widths.reduce(
      (best, each, i) => (each < (natural[i] ?? 0) && (best === -1 || each < (widths[best] ?? 0)) ? i : best),
      -1,
    );
    if (narrowest === -1) break;
    widths[narrowest] = (widths[narrowest] ?? 0) + 1;
  }
  return widths;
}

/**
 * Rows with their columns aligned: text to the left, what starts with a digit to the right. A cell that is too long
 * takes several lines.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width }: Pick<Layout, 'width'>,
): string {
  const numbers = head.map((_, i) => rows.length > 0 && rows.every((row) => /^[\d–-]/.test(row[i] ?? '')));
  const widths = widthsOf(
    head.map((title, i) => [title, ...rows.map((row) => row[i] ?? '')]),
    numbers,
    width,
  );
  return [head, ...rows]
    .flatMap((row) => {
      const cells = head.map((_, i) => wrapped(row[i] ?? '', Math.max(1, widths[i] ?? 0)));
      return Array.from({ length: Math.max(1, ...cells.map(({ length }) => length)) }, (_, part) =>
        cells
          .map((lines, i) => {
            const text = lines[part] ?? '';
            return numbers[i] === true ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
          })
          .map((text) => `${gap}${text}`)
          .join('')
          .trimEnd(),
      );
    })
    .join('\n');
}
