/** Which pods may connect to which in an environment: the whole matrix in a file beside the snapshots, and what it never has. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { connectivityCsv, probes, type ConnectionEnd, type Synthesis } from '../../lib';
import { connections, type Connection } from '../../lib/reachability';

const fileOf = (name: string): string => join(__dirname, '__snapshots__', `connectivity.${name}.csv`);

/** Whether jest was started with `-u`. */
function updates(): boolean {
  const { snapshotState } = expect.getState() as unknown as {
    readonly snapshotState: { readonly _updateSnapshot: 'all' | 'new' | 'none' };
  };
  const { _updateSnapshot: mode } = snapshotState;
  return mode === 'all';
}

const isOfOthers = ({ name }: ConnectionEnd): boolean => name.startsWith('any other pod');

/** Tests that the committed matrix is that of the rendered policies; `npm test -- -u` writes it. */
export function connectivity({ name, plan, charts }: Synthesis): void {
  const { namespaces, dns } = plan.environment.cluster;
  const manifests = charts.flatMap((chart) => chart.manifests);
  const engines = new Set(plan.servers.map(({ workload }) => `${namespaces.serving}/${workload.name}`));
  const isEngine = (end: ConnectionEnd): boolean => engines.has(end.name);

  describe(`${name}: connections that policies allow`, () => {
    const all = connections(manifests);
    const pairs = (which: (connection: Connection) => boolean): readonly string[] =>
      all.filter(which).map(({ from, to }) => `${from.name} → ${to.name}`);

    test('is as committed', () => {
      const csv = connectivityCsv(manifests);
      if (updates()) writeFileSync(fileOf(name), csv);
      expect(readFileSync(fileOf(name), 'utf8')).toBe(csv);
    });

    test('engines reach no address, no engine and no pod that nothing names', () => {
      expect(
        pairs(({ from, to }) => isEngine(from) && (to.kind === 'addresses' || isEngine(to) || isOfOthers(to))),
      ).toEqual([]);
    });

    test('no address and no pod that nothing names reaches an engine', () => {
      expect(pairs(({ from, to }) => isEngine(to) && (from.kind === 'addresses' || isOfOthers(from)))).toEqual([]);
    });

    test('no workload reaches an address inside of the network, but for name resolution', () => {
      const resolvers = new Set(dns.addresses.map((cidr) => cidr.replace('/32', '')));
      const inside = ({ name: end }: ConnectionEnd): boolean =>
        /^(metadata|private|reserved|node-local|other)/.test(end) && !resolvers.has(end.split(' ').at(-1) ?? '');
      expect(pairs(({ from, to }) => !isOfOthers(from) && inside(to))).toEqual([]);
    });

    test('every pair can be tried on every port, and on one that is not declared', () => {
      const tried = probes(manifests);
      const names = tried.map(({ from, to, protocol, port }) => `${from.name} → ${to.name} ${protocol} ${port}`);
      expect(new Set(names).size).toBe(names.length);
      const allowed = tried.filter(({ isAllowed }) => isAllowed).map(({ from, to }) => `${from.name} → ${to.name}`);
      expect([...new Set(allowed)].sort()).toEqual(
        [...new Set(pairs(({ from, to }) => from.kind === 'pods' && to.kind === 'pods'))].sort(),
      );
      for (const engine of engines) {
        const toEngine = tried.filter(({ to }) => to.name === engine);
        expect(toEngine.some(({ isDeclared }) => isDeclared)).toBe(true);
        expect(toEngine.filter(({ isDeclared, isAllowed }) => !isDeclared && isAllowed)).toEqual([]);
      }
    });
  });
}
