/** Boxes in columns, with lines from the boxes of a column to those of later ones. */
import { pictureName } from '../html/figure';
import { markup, type Markup } from '../html/markup';
import { paths, picture, rect, text } from './shapes';

export interface Box {
  readonly id: string;
  /** What it is called in a list. */
  readonly name: string;
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** What flows: `TCP 8080`. */
  readonly label: string;
}

export interface Layout {
  readonly columns: readonly { readonly title: string; readonly boxes: readonly Box[] }[];
  readonly edges: readonly Edge[];
}

/** The longest line of a box, in characters. */
const longestLine = 22;

/** A line as a box has room for it. */
export const short = (line: string): string =>
  line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;

/** Without the blanks at its ends. Other characters are shown by their codes, which take room. */
const trimmed = (line: string): string => line.replace(/^[ \n\t]+/, '').replace(/[ \n\t]+$/, '');

/** A text in lines as long as a box is wide, broken at spaces, slashes and after an equals sign. */
export function wrapped(content: string): readonly string[] {
  const all: string[] = [];
  for (const word of content.split(/(?<=[ =/])/)) {
    const last = all.at(-1);
    if (last !== undefined && trimmed(last + word).length <= longestLine) all[all.length - 1] = last + word;
    else all.push(word);
  }
  return all.map((line) => short(trimmed(line)));
}

const [boxWidth, gap, lineHeight, top, between] = [184, 124, 15, 28, 14] as const;
/** How far from a box its line turns: its label stands behind the turn. Lines to different boxes turn at different places. */
const turn = { first: 10, apart: 4, places: 5 } as const;

const heightOf = ({ lines: own }: Box): number => 26 + own.length * lineHeight;

interface Placed extends Box {
  readonly x: number;
  readonly y: number;
  /** Where lines to it turn. */
  readonly turnsAt: number;
}

function placed({ columns }: Layout): { readonly boxes: readonly Placed[]; readonly height: number } {
  const heights = columns.map(({ boxes }) => boxes.reduce((sum, box) => sum + heightOf(box) + between, 0));
  const height = Math.max(...heights, 0);
  const boxes = columns.flatMap(({ boxes: own }, column) => {
    let y = top + (height - (heights[column] ?? 0)) / 2;
    return own.map((box, i): Placed => {
      const x = column * (boxWidth + gap);
      const here = { ...box, x, y, turnsAt: x - gap + turn.first + (i % turn.places) * turn.apart };
      y += heightOf(box) + between;
      return here;
    });
  });
  return { boxes, height: height + top };
}

const drawnBox = (box: Placed): Markup =>
  markup`${rect(box.x, box.y, boxWidth, heightOf(box), 'box')}${text(
    box.x + 8,
    box.y + 17,
    pictureName(box.title),
    'title',
  )}${box.lines.map((line, i) => text(box.x + 8, box.y + 17 + (i + 1) * lineHeight, pictureName(line), 'line'))}`;

/** Lines; those to one box have their labels beside it, each once. */
function drawnEdges(edges: readonly Edge[], boxes: readonly Placed[]): readonly Markup[] {
  const by = new Map(boxes.map((box) => [box.id, box]));
  const labels = new Map<string, Set<string>>();
  const lines = edges.flatMap(({ from, to, label }) => {
    const [a, b] = [by.get(from), by.get(to)];
    if (a === undefined || b === undefined) return [];
    labels.set(to, (labels.get(to) ?? new Set()).add(label));
    const [ax, ay, bx, byy] = [a.x + boxWidth, a.y + heightOf(a) / 2, b.x, b.y + heightOf(b) / 2];
    const middle = b.turnsAt;
    return [
      [
        [ax, ay],
        [middle, ay],
        [middle, byy],
        [bx, byy],
      ] as const,
    ];
  });
  const texts = [...labels].flatMap(([to, own]) => {
    const box = by.get(to);
    if (box === undefined) return [];
    return [...own].map((label, i) =>
      text(box.x - 4, box.y + heightOf(box) / 2 - 4 + i * lineHeight, pictureName(label), 'label', 'end'),
    );
  });
  return [paths(lines, 'edge'), ...texts];
}

/** @param label what the picture shows, for readers of a screen */
export function boxesPicture(label: string, layout: Layout): Markup {
  const { boxes, height } = placed(layout);
  const width = layout.columns.length * (boxWidth + gap) - gap;
  const titles = layout.columns.map(({ title }, i) => text(i * (boxWidth + gap), 14, title, 'column'));
  return picture(Math.max(width, 1), height, label, [drawnEdges(layout.edges, boxes), boxes.map(drawnBox), titles]);
}
