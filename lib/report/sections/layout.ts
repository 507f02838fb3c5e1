/** What is connected to what, as boxes in columns: from where weights come to who sends requests. */
import type { EndGroup, GroupConnection } from '../../reachability';
import type { Facts } from '../facts';
import { short, wrapped, type Box, type Edge, type Layout } from '../svg/boxes';
import { peerText } from './peers';

/** Lines of a box that names models, databases or caches. */
const mostLines = 5;

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

const box = (id: string, of: string, own = wrapped(of)): Box => {
  const [title = '', ...lines] = own;
  return { id, name: of, title, lines };
};

/** Each group of a list once. */
const groupsOf = (groups: readonly EndGroup[]): readonly EndGroup[] => [
  ...new Map(groups.map((group) => [group.name, group])).values(),
];

const resolvesNames = ({ ports }: GroupConnection): boolean => ports.some((port) => port.endsWith(' 53'));

/** Pods of others; those that scrape metrics are called what they do. */
function otherBox(column: string, { plan: { environment } }: Facts, { name }: EndGroup): Box {
  const { monitoring } = environment.cluster;
  const id = `${column} ${name}`;
  return monitoring !== undefined && peerText(monitoring) === name
    ? { ...box(id, name, ['monitoring', ...wrapped(name)]), name: `monitoring (${name})` }
    : box(id, name);
}

/** Where files of models come from, the store, and what reads it. */
function weightsPart({ plan: { support, loaders, backup }, matrix: { connections } }: Facts) {
  const loads = connections.filter(
    (each) => each.from.component === 'model-loader' && each.to.of === 'rest' && !resolvesNames(each),
  );
  const copies = connections.filter(
    (each) => each.from.component === 'backup' && each.to.component !== 'postgres' && !resolvesNames(each),
  );
  const hasServer = support.some(({ component }) => component === 'weights-server');
  const store = box('store', 'store', ['store', loaders.length === 1 ? '1 model' : `${loaders.length} models`]);
  const copiesStore = backup?.sources.some(({ source }) => source.kind === 'store') === true;
  const backupBox =
    backup && box('backup', 'backup', ['backup', ...firstLines(backup.sources.map((each) => each.sourceName))]);
  return {
    sources: groupsOf(loads.map(({ to }) => to)).map(({ name }) => box(`source ${name}`, name)),
    store: loaders.length === 0 ? [] : [store],
    readers: [
      ...(hasServer ? [box('weights-server', 'weights server')] : []),
      ...(backupBox === undefined ? [] : [backupBox]),
    ],
    repository: backup === undefined ? [] : [box('repository', 'copies', ['copies', ...wrapped(backup.repository)])],
    edges: [
      ...loads.map(({ to, ports }) => ({ from: `source ${to.name}`, to: 'store', label: ports.join(', ') })),
      ...(hasServer ? [{ from: 'store', to: 'weights-server', label: 'claim' }] : []),
      ...(copiesStore ? [{ from: 'store', to: 'backup', label: 'claim' }] : []),
      ...(backup === undefined ? [] : [{ from: 'backup', to: 'repository', label: portsOf(copies) }]),
    ],
    weightsFrom: hasServer ? 'weights-server' : 'store',
    weightsBy: hasServer ? portsOf(connections.filter(({ to }) => to.component === 'weights-server')) : 'claim',
  };
}

/** Pools with the models that prefer them. */
function poolBoxes({ plan: { environment, servers } }: Facts): readonly Box[] {
  return Object.keys(environment.nodePools).flatMap((pool) => {
    const here = servers.filter(({ workload }) => workload.pools[0] === pool);
    return here.length === 0
      ? []
      : [box(`pool ${pool}`, pool, [pool, ...firstLines(here.map(({ workload }) => workload.key))])];
  });
}

/** What applications connect to beside the models: databases or caches, by the object name of each with its line. */
interface Stored {
  readonly of: 'databases' | 'caches';
  readonly component: 'postgres' | 'valkey';
  readonly lines: ReadonlyMap<string, string>;
}

const stored = ({ plan: { environment } }: Facts): readonly Stored[] => [
  {
    of: 'databases',
    component: 'postgres',
    lines: new Map(
      environment.databases.map(({ name, key, databases }) => [name, `${key}: ${Object.keys(databases).join(', ')}`]),
    ),
  },
  { of: 'caches', component: 'valkey', lines: new Map(environment.caches.map(({ name, key }) => [name, key])) },
];

/** Databases or caches with their clients: a group of them that may be reached alike is a box. */
function storedPart({ matrix }: Facts, { of, component, lines }: Stored) {
  const connections = matrix.connections.filter(({ to }) => to.of === 'own' && to.component === component);
  const groups = matrix.groups.filter((group) => group.of === 'own' && group.component === component);
  return {
    of,
    boxes: groups.map(({ name, members }) => {
      const held = members.flatMap((member) => lines.get(member.replace(/^[^/]*\//, '')) ?? []);
      return box(`${of} ${name}`, name, [of, ...firstLines(held)]);
    }),
    clients: groupsOf(connections.filter(({ from }) => from.component !== 'backup').map(({ from }) => from)),
    edges: connections.map(({ from, to, ports }): Edge => {
      const label = ports.join(', ');
      return from.component === 'backup'
        ? { from: 'backup', to: `${of} ${to.name}`, label }
        : { from: `${of} ${to.name}`, to: `requester ${from.name}`, label };
    }),
  };
}

/** Who may reach the gateway, with its ports: of many groups that no policy names, those with the same ports are a box. */
function clientsOf(facts: Facts): readonly { readonly box: Box; readonly label: string }[] {
  const toGateway = facts.matrix.connections.filter(({ to }) => to.of === 'own' && to.component === 'gateway');
  const all = groupsOf(toGateway.map(({ from }) => from))
    .filter(({ component, of }) => !(of === 'own' && component === 'gateway'))
    .map((group) => ({ group, label: portsOf(toGateway.filter(({ from }) => from === group)) }));
  const single = ({ group, label }: (typeof all)[number]) => ({ box: otherBox('client', facts, group), label });
  const rest = all.filter(({ group }) => group.of === 'rest');
  return [
    ...all.filter(({ group }) => group.of !== 'rest').map(single),
    ...[...new Set(rest.map(({ label }) => label))].flatMap((label) => {
      const alike = rest.filter((each) => each.label === label);
      // Names of wide groups are short, and a box shows the first: the internet, any other pod.
      const names = alike.map(({ group }) => group.name).toSorted((a, b) => a.length - b.length);
      return alike.length <= mostLines
        ? alike.map(single)
        : [{ box: box(`clients ${label}`, names.join(', '), ['others', ...firstLines(names)]), label }];
    }),
  ];
}

/** The boxes and lines of an environment. */
export function layoutOf(facts: Facts): Layout {
  const { plan, matrix } = facts;
  const components = new Set<string>(plan.servers.map(({ workload }) => workload.engine));
  const toEngines = matrix.connections.filter(({ to }) => to.of === 'own' && components.has(to.component ?? ''));
  const weights = weightsPart(facts);
  const pools = poolBoxes(facts);
  const data = stored(facts).map((each) => storedPart(facts, each));
  const requesters = groupsOf(toEngines.map(({ from }) => from));
  const clients = clientsOf(facts);
  const beside = [
    ...data.map(({ of, boxes }) => (boxes.length === 0 ? '' : `, ${of}`)),
    weights.repository.length === 0 ? '' : ', copies',
  ];
  return {
    columns: [
      { title: 'sources', boxes: weights.sources },
      { title: 'store', boxes: weights.store },
      { title: 'readers of the store', boxes: weights.readers },
      {
        title: `pools with their models${beside.join('')}`,
        boxes: [...pools, ...data.flatMap(({ boxes }) => boxes), ...weights.repository],
      },
      {
        title: 'may send requests or scrape',
        boxes: groupsOf([...requesters, ...data.flatMap((each) => each.clients)]).map((group) =>
          otherBox('requester', facts, group),
        ),
      },
      { title: 'may reach the gateway', boxes: clients.map((each) => each.box) },
    ].filter(({ boxes }) => boxes.length > 0),
    edges: [
      ...weights.edges,
      ...pools.map(({ id }) => ({ from: weights.weightsFrom, to: id, label: weights.weightsBy })),
      ...data.flatMap(({ edges }) => edges),
      ...requesters.flatMap((group) =>
        pools.map(({ id }) => ({
          from: id,
          to: `requester ${group.name}`,
          label: portsOf(toEngines.filter(({ from }) => from === group)),
        })),
      ),
      ...clients.flatMap(({ box: { id }, label }) =>
        requesters
          .filter(({ component, of }) => of === 'own' && component === 'gateway')
          .map(({ name }) => ({ from: `requester ${name}`, to: id, label })),
      ),
    ],
  };
}
