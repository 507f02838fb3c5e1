/** Connections as lines for people: sorted, with what is open to everything else in one line. */
import type { Manifest } from '../kubernetes/read';
import { connections } from './connectivity';
import { connectionText } from './ports';
import { type Surroundings, surroundingsOf } from './world';

/** One line of a matrix. */
export interface Row {
  readonly from: string;
  readonly to: string;
  /** Ports of the connection in words. */
  readonly ports: string;
}

/** Stands for all pods that no policy names and all addresses. */
export const anyOther = 'any other peer';

/** Rows in order, in which those to or from all of the rest, with the same ports, are one row. */
export function summarised(rows: readonly Row[], { rest }: Surroundings): readonly Row[] {
  const names = new Set(rest.map(({ name }) => name));
  const short = (row: Row): Row => {
    if (names.has(row.to)) return { ...row, to: anyOther };
    return names.has(row.from) ? { ...row, from: anyOther } : row;
  };
  const key = ({ from, to, ports }: Row): string => `${from}\n${to}\n${ports}`;
  const groups = new Map<string, { readonly row: Row; readonly rows: Row[] }>();
  for (const row of rows) {
    const group = groups.get(key(short(row))) ?? { row: short(row), rows: [] };
    group.rows.push(row);
    groups.set(key(group.row), group);
  }
  return [...groups.values()]
    .flatMap(({ row, rows: own }) => (own.length === names.size ? [row] : own))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The connectivity matrix of some manifests as CSV, in the columns of netpol-analyzer: `src,dst,conn`. What has no line
 * is denied. Sorted, so that a changed policy shows as changed lines.
 *
 * @param manifests workloads, network policies and namespaces; other objects are ignored
 */
export function connectivityCsv(manifests: readonly Manifest[]): string {
  const surroundings = surroundingsOf(manifests);
  const rows = connections(manifests, surroundings).map(({ from, to, ports }) => ({
    from: from.name,
    to: to.name,
    ports: connectionText(ports),
  }));
  return [{ from: 'src', to: 'dst', ports: 'conn' }, ...summarised(rows, surroundings)]
    .map(({ from, to, ports }) => `${[from, to, ports].map(field).join(',')}\n`)
    .join('');
}
