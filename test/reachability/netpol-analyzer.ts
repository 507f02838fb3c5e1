/** What netpol-analyzer finds about manifests, and what our evaluator finds, in the same form. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toYaml, type Manifest } from '../../lib';
import { type AddressRange, parseCidr } from '../../lib/core';
import { addressEnds } from '../../lib/reachability/address-ends';
import { namespaceLabelsOf, podEnd, type End, type PodEnd } from '../../lib/reachability/ends';
import { Evaluator } from '../../lib/reachability/evaluator';
import { policiesOf } from '../../lib/reachability/policies';
import { connectionText } from '../../lib/reachability/ports';

/** `a/web[Deployment] → b/api[Job]` or `a/web[Deployment] → addresses`, with the ports of each. */
export type Matrix = ReadonlyMap<string, string>;

/** What one workload may send to addresses, or get from them. */
interface Addressed {
  readonly pair: string;
  readonly ranges: readonly Pick<AddressRange, 'first' | 'last'>[];
  readonly ports: string;
}

/** The same text for the same addresses, however they are divided. */
function addressRows(rows: readonly Addressed[]): Matrix {
  const byPair = new Map<string, Addressed[]>();
  for (const row of rows) byPair.set(row.pair, [...(byPair.get(row.pair) ?? []), row]);
  const text = (parts: readonly Addressed[]): string =>
    parts
      .flatMap(({ ranges, ports }) => ranges.map(({ first, last }) => ({ first, last, ports })))
      .sort((a, b) => (a.first < b.first ? -1 : 1))
      .reduce<{ first: bigint; last: bigint; ports: string }[]>((done, range) => {
        const last = done.at(-1);
        if (last?.ports !== range.ports || last.last + 1n !== range.first) return [...done, range];
        return [...done.slice(0, -1), { ...last, last: range.last }];
      }, [])
      .map(({ first, last, ports }) => `${first}-${last} ${ports}`)
      .join('; ');
  return new Map([...byPair].map(([pair, parts]) => [pair, text(parts)]));
}

/** Fields of a line of CSV. */
const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );

const address = (text: string): bigint => parseCidr(`${text}/32`)?.first ?? -1n;

/** The range of `10.0.0.0-10.255.255.255`, or of one address; `undefined` for pods. */
function rangeOf(text: string): Pick<AddressRange, 'first' | 'last'> | undefined {
  const [, first, last = first] = /^(\d+\.\d+\.\d+\.\d+)(?:-(\d+\.\d+\.\d+\.\d+))?$/.exec(text) ?? [];
  return first === undefined || last === undefined ? undefined : { first: address(first), last: address(last) };
}

function fromCsv(csv: string): Matrix {
  const pods = new Map<string, string>();
  const addresses: Addressed[] = [];
  for (const line of csv.trimEnd().split('\n').slice(1)) {
    const [from = '', to = '', ports = ''] = fieldsOf(line);
    const [source, destination] = [rangeOf(from), rangeOf(to)];
    const ranges = [source, destination].filter((range) => range !== undefined);
    const pair = `${source === undefined ? from : 'addresses'} → ${destination === undefined ? to : 'addresses'}`;
    if (ranges.length === 0) pods.set(pair, ports);
    else addresses.push({ pair, ranges, ports });
  }
  return new Map([...pods, ...addressRows(addresses)]);
}

/**
 * What netpol-analyzer lists.
 *
 * @param program path of `netpolicy`
 */
export async function theirs(program: string, manifests: readonly Manifest[]): Promise<Matrix> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-netpol-'));
  try {
    await writeFile(join(folder, 'all.yaml'), toYaml(manifests));
    // Not `--fail`, with which v1.4.4 ends at a folder without faults; what it cannot read it prints.
    const args = ['list', '--quiet', '--dirpath', folder, '-o', 'csv'];
    const { stdout, stderr } = await promisify(execFile)(program, args, { maxBuffer: 1 << 29 });
    if (stderr !== '') throw new Error(`netpolicy could not read all manifests: ${stderr}`);
    return fromCsv(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The workloads by the names that netpol-analyzer gives them. */
function endsOf(manifests: readonly Manifest[]): readonly PodEnd[] {
  const labels = namespaceLabelsOf(manifests);
  return manifests.flatMap((manifest) => {
    const end = podEnd(manifest, labels.get(manifest.metadata.namespace ?? ''));
    return end === undefined ? [] : [{ ...end, name: `${end.name}[${manifest.kind}]` }];
  });
}

/** What our evaluator finds. IPv6 is left out, since netpol-analyzer does not know it. */
export function ours(manifests: readonly Manifest[]): Matrix {
  const evaluator = new Evaluator(manifests);
  const pods = endsOf(manifests);
  const blocks = policiesOf(manifests)
    .flatMap(({ rules: { Ingress = [], Egress = [] } }) => [...Ingress, ...Egress])
    .flatMap(({ peers = [] }) => peers.flatMap(({ ipBlock }) => ipBlock ?? []));
  const outside = addressEnds(blocks).filter(({ ranges }) => ranges.every(({ family }) => family === 4));
  const ports = (from: End, to: End): string => connectionText(evaluator.connections(from, to));
  const addressed = outside.flatMap(({ ranges, ...end }) =>
    pods.flatMap((pod) => [
      { pair: `addresses → ${pod.name}`, ranges, ports: ports({ ranges, ...end }, pod) },
      { pair: `${pod.name} → addresses`, ranges, ports: ports(pod, { ranges, ...end }) },
    ]),
  );
  const between = pods.flatMap((from) =>
    pods.flatMap((to) => (from === to ? [] : [[`${from.name} → ${to.name}`, ports(from, to)] as const])),
  );
  return new Map([
    ...between.filter(([, text]) => text !== ''),
    ...addressRows(addressed.filter((row) => row.ports !== '')),
  ]);
}

/** Pairs in which two matrices differ, with both values. */
export const differing = (a: Matrix, b: Matrix): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])]
    .filter((pair) => a.get(pair) !== b.get(pair))
    .map((pair) => `${pair}: ours ${a.get(pair) ?? 'denied'}, theirs ${b.get(pair) ?? 'denied'}`);
