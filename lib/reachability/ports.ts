/**
 * Sets of ports as network policies mean them: ranges of a protocol, all of them, or a name that the receiving pod
 * resolves.
 */

export const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** Ports of one protocol, both ends included. */
export interface PortRange {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

const highest = 65_535;

/** Every port. */
export const allPorts: readonly PortRange[] = protocols.map((protocol) => ({ protocol, from: 1, to: highest }));

/** A port as a policy writes it. */
export interface PolicyPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** A named port of the receiving pods. */
export interface NamedPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

/**
 * The ports of a rule; a rule without ports means all. Named ports are those of the receiver, and nothing where it has
 * none.
 */
export function portRanges(
  ports: readonly PolicyPort[] | undefined,
  receiver: readonly NamedPort[],
): readonly PortRange[] {
  if (ports === undefined || ports.length === 0) return allPorts;
  return ports.flatMap(({ protocol = 'TCP', port, endPort }): readonly PortRange[] => {
    if (port === undefined) return [{ protocol, from: 1, to: highest }];
    if (typeof port === 'number') return [{ protocol, from: port, to: endPort ?? port }];
    return receiver
      .filter((each) => each.name === port && (each.protocol ?? 'TCP') === protocol)
      .map(({ containerPort }) => ({ protocol, from: containerPort, to: containerPort }));
  });
}

/** Ports that are in both. */
export const commonPorts = (some: readonly PortRange[], others: readonly PortRange[]): readonly PortRange[] =>
  some.flatMap((a) =>
    others
      .filter((b) => a.protocol === b.protocol && a.from <= b.to && b.from <= a.to)
      .map((b) => ({ protocol: a.protocol, from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })),
  );

/** Overlapping and touching ranges joined, in order. */
export function joinedPorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const sorted = [...ranges].sort(
    (a, b) => protocols.indexOf(a.protocol as 'TCP') - protocols.indexOf(b.protocol as 'TCP') || a.from - b.from,
  );
  return sorted.reduce<readonly PortRange[]>((done, range) => {
    const last = done.at(-1);
    if (last === undefined || last.protocol !== range.protocol || range.from > last.to + 1) return [...done, range];
    return [...done.slice(0, -1), { ...last, to: Math.max(last.to, range.to) }];
  }, []);
}

const areAll = (joined: readonly PortRange[]): boolean =>
  joined.length === protocols.length && joined.every(({ from, to }) => from === 1 && to === highest);

/** Whether a port is in a set. */
export const hasPort = (ranges: readonly PortRange[], protocol: string, port: number): boolean =>
  ranges.some((range) => range.protocol === protocol && range.from <= port && port <= range.to);

/** Whether all ports of a range are in a set of joined ranges. */
export const hasRange = (joined: readonly PortRange[], { protocol, from, to }: PortRange): boolean =>
  joined.some((range) => range.protocol === protocol && range.from <= from && to <= range.to);

/** `TCP 8080`, `TCP 8000–8100`, `every port`: one text for equal sets. */
export function portTexts(ranges: readonly PortRange[]): readonly string[] {
  const sets = joinedPorts(ranges);
  if (areAll(sets)) return ['every port'];
  return sets.map(({ protocol, from, to }) => {
    if (from === to) return `${protocol} ${from}`;
    return from === 1 && to === highest ? `${protocol} every port` : `${protocol} ${from}–${to}`;
  });
}

/** `All Connections`, `TCP 53,8000-8100,UDP 53`: a set of ports as netpol-analyzer writes it. */
export function connectionText(ranges: readonly PortRange[]): string {
  const sets = joinedPorts(ranges);
  if (areAll(sets)) return 'All Connections';
  return [...protocols]
    .sort()
    .flatMap((protocol) => {
      const own = sets.filter((range) => range.protocol === protocol);
      const texts = own.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
      return texts.length === 0 ? [] : [`${protocol} ${texts.join(',')}`];
    })
    .join(',');
}
