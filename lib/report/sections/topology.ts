/** The environment as a picture: from where weights come to who sends requests, with what flows on which port. */
import type { GroupConnection } from '../../reachability';
import type { Facts } from '../facts';
import { former } from '../former';
import { name, pictureName } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import { markup, type Markup } from '../html/markup';
import type { Section } from '../html/section';
import { path, picture, rect, text } from '../svg/shapes';

interface Box {
  readonly id: string;
  /** What it is called in a list. */
  readonly name: string;
  readonly title: string;
  readonly lines: readonly string[];
}

interface Edge {
  readonly from: string;
  readonly to: string;
  /** What flows: `TCP 8080`. */
  readonly label: string;
}

/** Boxes in columns, from the source of weights to those who send requests. */
interface Layout {
  readonly columns: readonly { readonly title: string; readonly boxes: readonly Box[] }[];
  readonly edges: readonly Edge[];
}

/** Models that a pool's box names, and its longest line in characters. */
const [mostLines, longestLine] = [5, 22] as const;

const short = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line);

/** A text in lines as long as a box is wide, broken at spaces, slashes and after an equals sign. */
function wrapped(text: string): readonly string[] {
  const all: string[] = [];
  for (const word of text.split(/(?<=[ =/])/)) {
    const last = all.at(-1);
    if (last !== undefined && (last + word).trimEnd().length <= longestLine) all[all.length - 1] = last + word;
    else all.push(word);
  }
  return all.map((line) => short(line.trim()));
}

const firstLines = (all: readonly string[]): readonly string[] =>
  (all.length <= mostLines ? all : [...all.slice(0, mostLines - 1), `and ${all.length - mostLines + 1} more`]).map(
    short,
  );

/** `TCP 8080, 11434` */
const portsOf = (connections: readonly GroupConnection[]): string =>
  [...new Set(connections.flatMap(({ ports }) => ports))]
    .sort()
    .map((port, i, all) => {
      const [protocol = ''] = port.split(' ');
      return all[i - 1]?.startsWith(`${protocol} `) === true ? port.slice(protocol.length + 1) : port;
    })
    .join(', ');

function layoutOf({ plan, matrix }: Facts): Layout {
  const { servers, support, loaders, environment } = plan;
  const components = new Set<string>(servers.map(({ workload }) => workload.engine));
  const toEngines = matrix.connections.filter(({ to }) => to.of === 'own' && components.has(to.component ?? ''));
  const loads = matrix.connections.filter(
    ({ from, to, ports }) =>
      from.component === 'model-loader' && to.of === 'rest' && !ports.some((port) => port.endsWith(' 53')),
  );
  const hasServer = support.some(({ component }) => component === 'weights-server');
  const fromServer = matrix.connections.filter(({ to }) => to.component === 'weights-server');
  const toGateway = matrix.connections.filter(({ to }) => to.of === 'own' && to.component === 'gateway');
  const pools = Object.keys(environment.nodePools).flatMap((pool): readonly Box[] => {
    const here = servers.filter(({ workload }) => workload.pools[0] === pool);
    return here.length === 0
      ? []
      : [{ id: `pool ${pool}`, name: pool, title: pool, lines: firstLines(here.map(({ workload }) => workload.key)) }];
  });
  const requesters = [...new Map(toEngines.map(({ from }) => [from.name, from])).values()];
  const clients = [...new Map(toGateway.map(({ from }) => [from.name, from])).values()].filter(
    ({ component, of }) => !(of === 'own' && component === 'gateway'),
  );
  const box = (prefix: string, of: string): Box => {
    const [title = '', ...rest] = wrapped(of);
    return { id: `${prefix} ${of}`, name: of, title, lines: rest };
  };
  const storeBox: Box = {
    id: 'store',
    name: 'store',
    title: 'store',
    lines: [loaders.length === 1 ? '1 model' : `${loaders.length} models`],
  };
  const weightsFrom = hasServer ? 'weights-server' : 'store';
  return {
    columns: [
      {
        title: 'sources',
        boxes: [...new Map(loads.map(({ to }) => [to.name, box('source', to.name)])).values()],
      },
      { title: 'store', boxes: loaders.length === 0 ? [] : [storeBox] },
      {
        title: 'weights',
        boxes: hasServer ? [{ id: 'weights-server', name: 'weights server', title: 'weights server', lines: [] }] : [],
      },
      { title: 'pools with their models', boxes: pools },
      { title: 'may send requests or scrape', boxes: requesters.map(({ name: of }) => box('requester', of)) },
      { title: 'may reach the gateway', boxes: clients.map(({ name: of }) => box('client', of)) },
    ].filter(({ boxes }) => boxes.length > 0),
    edges: [
      ...loads.map(({ to, ports }) => ({ from: `source ${to.name}`, to: 'store', label: ports.join(', ') })),
      ...(hasServer ? [{ from: 'store', to: 'weights-server', label: 'claim' }] : []),
      ...pools.map(({ id }) => ({ from: weightsFrom, to: id, label: hasServer ? portsOf(fromServer) : 'claim' })),
      ...requesters.flatMap((group) =>
        pools.map(({ id }) => ({
          from: id,
          to: `requester ${group.name}`,
          label: portsOf(toEngines.filter(({ from }) => from === group)),
        })),
      ),
      ...clients.flatMap((group) =>
        requesters
          .filter(({ component, of }) => of === 'own' && component === 'gateway')
          .map(({ name: of }) => ({
            from: `requester ${of}`,
            to: `client ${group.name}`,
            label: portsOf(toGateway.filter(({ from }) => from === group)),
          })),
      ),
    ],
  };
}

const [boxWidth, gap, lineHeight, top, between] = [184, 110, 15, 28, 14] as const;
/** How far from a box its line turns: its label stands behind the turn. */
const turn = 14;

const heightOf = ({ lines: own }: Box): number => 26 + own.length * lineHeight;

interface Placed extends Box {
  readonly x: number;
  readonly y: number;
}

function placed({ columns }: Layout): { readonly boxes: readonly Placed[]; readonly height: number } {
  const heights = columns.map(({ boxes }) => boxes.reduce((sum, box) => sum + heightOf(box) + between, 0));
  const height = Math.max(...heights, 0);
  const boxes = columns.flatMap(({ boxes: own }, column) => {
    let y = top + (height - (heights[column] ?? 0)) / 2;
    return own.map((box): Placed => {
      const here = { ...box, x: column * (boxWidth + gap), y };
      y += heightOf(box) + between;
      return here;
    });
  });
  return { boxes, height: height + top };
}

const drawnBox = ({ x, y, title, lines: own, ...box }: Placed): Markup =>
  markup`${rect(
    x,
    y,
    boxWidth,
    heightOf({ ...box, title, lines: own }),
    'box',
  )}${text(x + 8, y + 17, pictureName(title), 'title')}${own.map((line, i) =>
    text(x + 8, y + 17 + (i + 1) * lineHeight, pictureName(line), 'line'),
  )}`;

function drawnEdges(edges: readonly Edge[], boxes: readonly Placed[]): readonly Markup[] {
  const by = new Map(boxes.map((box) => [box.id, box]));
  const labelled = new Set<string>();
  return edges.flatMap(({ from, to, label }) => {
    const [a, b] = [by.get(from), by.get(to)];
    if (a === undefined || b === undefined) return [];
    const [ax, ay, bx, byy] = [a.x + boxWidth, a.y + heightOf(a) / 2, b.x, b.y + heightOf(b) / 2];
    const middle = bx - gap + turn;
    const key = `${to} ${label}`;
    const isNew = !labelled.has(key);
    labelled.add(key);
    return [
      markup`${path(
        [
          [ax, ay],
          [middle, ay],
          [middle, byy],
          [bx, byy],
        ],
        'edge',
      )}${isNew ? text(bx - 4, byy - 4, pictureName(label), 'label', 'end') : ''}`,
    ];
  });
}

const flows: Listing = {
  caption: 'Connections of the picture',
  columns: ['from and to', 'what flows'],
  entries: (facts) => {
    const { columns, edges } = layoutOf(facts);
    const titles = new Map(columns.flatMap(({ boxes }) => boxes.map(({ id, name: own }) => [id, own] as const)));
    const labels = new Map<string, Set<string>>();
    for (const { from, to, label } of edges) {
      const key = `${titles.get(from) ?? from} – ${titles.get(to) ?? to}`;
      labels.set(key, (labels.get(key) ?? new Set()).add(label));
    }
    return [...labels].map(([key, own]) => ({
      name: key,
      content: [key, ...own],
      cells: () => [name([...own].join(', '))],
    }));
  },
};

/** The picture, and the same as a list. */
export function topology(facts: Facts): Section | undefined {
  const layout = layoutOf(facts);
  if (layout.columns.length === 0 && (former(facts, layoutOf)?.columns.length ?? 0) === 0) return undefined;
  const { boxes, height } = placed(layout);
  const width = layout.columns.length * (boxWidth + gap) - gap;
  const titles = layout.columns.map(({ title }, i) => text(i * (boxWidth + gap), 14, title, 'column'));
  return {
    id: 'topology',
    title: 'What is connected to what',
    about: 'Weights flow from the left to the models; requests come from the right. A line names what flows on it.',
    body: [
      markup`<div class="scroll wide" tabindex="0" role="group" aria-label="Picture of the topology">${picture(
        Math.max(width, 1),
        height,
        'Topology of the environment; the list below states the same',
        [drawnEdges(layout.edges, boxes), boxes.map(drawnBox), titles],
      )}</div>`,
      markup`<details><summary>The same as a list</summary>${listed(flows, facts)}</details>`,
    ],
    changes: changesOf(facts, [flows]),
  };
}
