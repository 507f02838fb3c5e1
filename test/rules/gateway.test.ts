/** What the rules hold against a gateway: each change of its objects that an amendment makes is refused in a sentence. */
import { describe, expect, test } from '@jest/globals';
import { FaultError } from '../../lib/core/fault';
import type { Amendment } from '../../lib/core/amendment';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { GatewayInput } from '../../lib/environment/gateway/gateway';
import { synthesise } from '../../lib/synthesise';
import { rack } from '../charts/support';

const inside: GatewayInput = { tls: 'none', expose: { by: 'cluster' }, clients: { all: { models: 'all' } } };
const edge: GatewayInput = {
  ...inside,
  host: 'llm.example.org',
  tls: { issuer: { kind: 'ClusterIssuer', name: 'ca' } },
  expose: { by: 'gateway-api', className: 'envoy' },
};
const own: GatewayInput = { ...edge, expose: { by: 'load-balancer' } };

const of = (kind: string, name = 'gateway', namespace = 'llm-gateway'): string => `${kind} ${namespace}/${name}`;
const merge = (target: string, patch: Readonly<Record<string, unknown>>): Amendment => ({
  target,
  patch,
  reason: 'a test',
});

/** Replaces a list, which a patch that merges does not. */
const replace = (target: string, path: string, value: unknown): Amendment => ({
  target,
  jsonPatch: [{ op: 'replace', path, value }],
  reason: 'a test',
});

/** Sentences without their fixes, of an environment with a gateway and a change. */
function refused(gateway: GatewayInput, ...amendments: readonly Amendment[]): readonly string[] {
  const input: EnvironmentInput = {
    ...rack,
    gateway,
    amendments,
    prerequisites: [
      { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' },
      { kind: 'RuntimeClass', name: 'nvidia', providedBy: 'the GPU operator' },
    ],
  };
  try {
    synthesise(input);
    return [];
  } catch (error) {
    if (error instanceof FaultError) return error.faults.map(({ at, found }) => `${at}: ${found}`);
    throw error;
  }
}

const policy = of('NetworkPolicy');
const tcp = (port: number) => [{ protocol: 'TCP', port }];

test.each([
  ['inside', inside],
  ['a Gateway', edge],
  ['a load balancer', own],
])('%s as it is drawn passes every rule', (_, gateway) => {
  expect(refused(gateway)).toEqual([]);
});

describe('the network', () => {
  test('is not opened to every pod where the exposure does not say so', () => {
    const open = replace(policy, '/spec/ingress', [{ from: [{ namespaceSelector: {} }], ports: tcp(8080) }]);
    expect(refused(inside, open)).toEqual(
      expect.arrayContaining([
        expect.stringContaining(
          'NetworkPolicy llm-gateway/gateway spec.ingress[0].from[0].namespaceSelector: {} names no namespace',
        ),
        expect.stringContaining('which the plan does not allow for Deployment llm-gateway/gateway'),
      ]),
    );
  });

  test('is not opened on another port behind a Gateway either', () => {
    const open = replace(policy, '/spec/ingress', [{ from: [{ namespaceSelector: {} }], ports: tcp(9901) }]);
    expect(refused(edge, open)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/opens ingress from .*TCP port 9901, which the plan does not allow/),
      ]),
    );
  });

  test('leads to engines, and to nothing else', () => {
    const everywhere = replace(policy, '/spec/egress', [{ ports: tcp(443) }]);
    expect(refused(inside, everywhere)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('opens egress to every destination, TCP port 443, which the plan does not allow'),
        expect.stringContaining(
          'no NetworkPolicy opens egress to pods {"matchLabels":{"app.kubernetes.io/name":"ollama"',
        ),
      ]),
    );
  });

  test('lets the gateway reach each engine', () => {
    const closed = merge(of('NetworkPolicy', 'smol', 'llm-serving'), { spec: { ingress: null } });
    expect(refused(inside, closed)).toEqual([
      'rack: Deployment llm-serving/smol spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"gateway","app.kubernetes.io/instance":"gateway"}} of namespace llm-gateway, TCP port 8080, which the pods need',
    ]);
  });
});

describe('names', () => {
  test.each([
    [
      'a Gateway of a class that no option states',
      edge,
      merge(of('Gateway'), { spec: { gatewayClassName: 'other' } }),
      'rack: Gateway llm-gateway/gateway spec.gatewayClassName: there is no GatewayClass other',
    ],
    [
      'an issuer that no option states',
      own,
      merge(of('Certificate', 'gateway-tls'), { spec: { issuerRef: { name: 'other' } } }),
      'rack: Certificate llm-gateway/gateway-tls spec.issuerRef.name: there is no ClusterIssuer other',
    ],
    [
      'a route to a Service that is not there',
      edge,
      replace(of('HTTPRoute'), '/spec/rules/0/backendRefs/0/name', 'gone'),
      'rack: HTTPRoute llm-gateway/gateway spec.rules[0].backendRefs[0].name: there is no Service llm-gateway/gone',
    ],
    [
      'a route from a Gateway that is not there',
      edge,
      replace(of('HTTPRoute'), '/spec/parentRefs/0/name', 'gone'),
      'rack: HTTPRoute llm-gateway/gateway spec.parentRefs[0].name: there is no Gateway llm-gateway/gone',
    ],
    [
      'a certificate in another Secret than the one that is mounted',
      own,
      merge(of('Certificate', 'gateway-tls'), { spec: { secretName: 'elsewhere' } }),
      'rack: Deployment llm-gateway/gateway spec.template.spec.volumes[7].secret.secretName: there is no Secret llm-gateway/gateway-tls',
    ],
  ])('of %s lead nowhere', (_, gateway, amendment, sentence) => {
    expect(refused(gateway, amendment)).toContain(sentence);
  });
});

test('a pod that ends gets no less time than its answers need', () => {
  const short = merge(of('Deployment'), { spec: { template: { spec: { terminationGracePeriodSeconds: 10 } } } });
  expect(refused(inside, short)).toContain(
    'rack: Deployment llm-gateway/gateway spec.template.spec.terminationGracePeriodSeconds: 10 s is less than a drain of 600 s and 15 s to end',
  );
});
