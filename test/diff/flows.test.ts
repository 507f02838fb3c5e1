/** Which pods may connect to which: the semantics of network policies, case by case. */
import { describe, expect, test } from '@jest/globals';
import { difference } from '../../lib/diff';
import { portRanges, portTexts } from '../../lib/reachability/ports';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { object, side } from './support/sides';

const pod = (name: string, namespace = 'llm'): Manifest =>
  object('v1', 'Pod', name, namespace, {
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name, ports: [{ name: 'http', containerPort: 8080 }] }] },
  });
const policy = (name: string, spec: unknown): Manifest =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, 'llm', { spec });
const world = (...policies: readonly Manifest[]) =>
  side('x', [{ name: 'x', wave: 0, manifests: [pod('a'), pod('b'), ...policies] }]);

const select = (app?: string) => (app === undefined ? {} : { matchLabels: { app } });
const closed = policy('closed', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const into = (to: string, from: readonly unknown[], ports?: readonly unknown[]) =>
  policy(`into-${to}`, { podSelector: select(to), policyTypes: ['Ingress'], ingress: [{ from, ports }] });
const outOf = (from: string, to: readonly unknown[], ports?: readonly unknown[]) =>
  policy(`out-of-${from}`, { podSelector: select(from), policyTypes: ['Egress'], egress: [{ to, ports }] });

const changes = (before: readonly Manifest[], after: readonly Manifest[]) =>
  difference(world(...before), world(...after)).flows;
const inNamespace = (name: string, app?: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  podSelector: select(app),
});

describe('policies', () => {
  test('a pod that none selects is open; the first that selects it closes it', () => {
    expect(changes([], [closed])).toEqual({
      opened: [],
      closed: ['llm/a', 'llm/b', 'any other pod of llm']
        .flatMap((pod) => [
          ...['llm/a', 'llm/b', 'any other pod of llm', 'any other peer'].map(
            (other) => `${pod} → ${other}: every port`,
          ),
          `any other peer → ${pod}: every port`,
        ])
        .sort(),
    });
  });

  test('inside, both ends must give leave', () => {
    expect(changes([closed], [closed, into('b', [{ podSelector: select('a') }])]).opened).toEqual([]);
    expect(
      changes(
        [closed],
        [
          closed,
          into('b', [{ podSelector: select('a') }], [{ port: 'http' }]),
          outOf('a', [{ podSelector: select('b') }]),
        ],
      ).opened,
    ).toEqual(['llm/a → llm/b: TCP 8080']);
  });

  test('they add up, and ports of both ends are intersected', () => {
    const rules = [
      into('b', [{ podSelector: {} }], [{ port: 8000, endPort: 9000 }]),
      outOf('a', [{ podSelector: select('b') }], [{ port: 8080 }, { port: 53, protocol: 'UDP' }]),
    ];
    expect(changes([closed], [closed, ...rules]).opened.filter((flow) => flow.startsWith('llm/a'))).toEqual([
      'llm/a → llm/b: TCP 8080',
    ]);
  });

  test('addresses are those that a rule leaves, by what answers there', () => {
    expect(changes([closed], [closed, into('a', [inNamespace('gateway', 'envoy')], [{ port: 8080 }])])).toEqual({
      opened: ['pods app=envoy of gateway → llm/a: TCP 8080'],
      closed: [],
    });
    expect(
      changes(
        [closed],
        [closed, outOf('a', [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], [{ port: 443 }])],
      ).opened,
    ).toEqual([
      'llm/a → internet: TCP 443',
      'llm/a → metadata address 169.254.169.254: TCP 443',
      'llm/a → node-local DNS 169.254.20.10: TCP 443',
      'llm/a → private addresses 100.64.0.0-100.127.255.255, 172.16.0.0-172.31.255.255, 192.168.0.0-192.168.255.255: TCP 443',
      'llm/a → reserved addresses: TCP 443',
    ]);
  });

  test('one that lets more in lets those in that were named before', () => {
    const narrow = into('a', [inNamespace('gateway', 'envoy')], [{ port: 8080 }]);
    const wide = into('a', [{ namespaceSelector: {} }], [{ port: 8080 }]);
    expect(changes([closed, narrow], [closed, wide])).toEqual({
      opened: ['any other pod of gateway → llm/a: TCP 8080', 'any other pod → llm/a: TCP 8080'],
      closed: [],
    });
    expect(changes([closed, wide], [closed, narrow])).toEqual({
      opened: [],
      closed: ['any other pod of gateway → llm/a: TCP 8080', 'any other pod → llm/a: TCP 8080'],
    });
  });

  test('a rule without peers lets everybody in', () => {
    expect(changes([closed], [closed, into('a', [], [{ port: 8080 }])]).opened).toEqual([
      'any other peer → llm/a: TCP 8080',
    ]);
  });

  test('without types, a policy without egress rules does not speak of egress', () => {
    expect(changes([], [policy('old', { podSelector: select('a') })]).closed).toEqual([
      'any other peer → llm/a: every port',
      'any other pod of llm → llm/a: every port',
      'llm/a → llm/a: every port',
      'llm/b → llm/a: every port',
    ]);
  });

  test('an empty list of types or rules is one that is not there', () => {
    const old = policy('old', { podSelector: select('a'), policyTypes: [], egress: [] });
    expect(changes([], [old]).closed.filter((flow) => flow.startsWith('llm/a'))).toEqual(['llm/a → llm/a: every port']);
  });

  test('ports that stay open are no change', () => {
    const ports = (...list: readonly unknown[]) => into('a', [inNamespace('gateway', 'envoy')], list);
    const [wide, narrow] = [ports({ port: 8000, endPort: 9000 }), ports({ port: 8080 })];
    const flow = 'pods app=envoy of gateway → llm/a: TCP 8000–9000';
    expect(changes([closed, narrow], [closed, wide])).toEqual({ opened: [flow], closed: [] });
    expect(changes([closed, wide], [closed, narrow])).toEqual({ opened: [], closed: [flow] });
  });

  test('another name for the same rules changes nothing', () => {
    const rule = into('a', [inNamespace('gateway', 'envoy')]);
    expect(changes([closed, rule], [closed, { ...rule, metadata: { ...rule.metadata, name: 'renamed' } }])).toEqual({
      opened: [],
      closed: [],
    });
  });
});

test('ports are written the same however they are split', () => {
  const text = (
    ...ports: readonly { readonly port?: number | string; readonly endPort?: number; readonly protocol?: string }[]
  ) => portTexts(portRanges(ports, []));
  expect(text({ port: 8002 }, { port: 8000, endPort: 8001 })).toEqual(['TCP 8000–8002']);
  expect(text({ protocol: 'UDP' })).toEqual(['UDP every port']);
  expect(text({ port: 'http' })).toEqual([]);
  expect(portTexts(portRanges(undefined, []))).toEqual(['every port']);
});
