/** Which connections network policies allow: the semantics of Kubernetes, case by case. */
import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../lib';
import { addressEnd, podEnd, type End, type PodEnd } from '../../lib/reachability/ends';
import { Evaluator } from '../../lib/reachability/evaluator';
import { connectionText } from '../../lib/reachability/ports';

const labels = (name: string) => ({ 'kubernetes.io/metadata.name': name });

const manifest = (kind: string, name: string, namespace: string, fields: object): Manifest => ({
  apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'v1',
  kind,
  metadata: { name, namespace },
  ...fields,
});

function pod(name: string, namespace = 'llm', more: object = {}, namespaceLabels = {}): PodEnd {
  const end = podEnd(
    {
      ...manifest('Pod', name, namespace, {
        spec: {
          containers: [
            {
              name,
              ports: [
                { name: 'http', containerPort: 8080 },
                { name: 'dns', containerPort: 53, protocol: 'UDP' },
              ],
            },
          ],
          ...more,
        },
      }),
      metadata: { name, namespace, labels: { app: name } },
    },
    namespaceLabels,
  );
  if (end === undefined) throw new Error('a pod is an end');
  return end;
}

const policy = (spec: object, namespace = 'llm'): Manifest => manifest('NetworkPolicy', 'policy', namespace, { spec });
const may = (from: End, to: End, ...policies: readonly Manifest[]): string =>
  connectionText(new Evaluator(policies).connections(from, to));

const [a, b, far] = [pod('a'), pod('b'), pod('a', 'gateway', {}, { team: 'edge' })];
const internet = addressEnd('internet', ['203.0.113.7']);
const onlyB = { matchLabels: { app: 'b' } };
const all = 'All Connections';

describe('isolation', () => {
  test('without a policy everything is open, to addresses too', () => {
    expect([may(a, b), may(a, internet), may(internet, a)]).toEqual([all, all, all]);
  });

  test('a policy isolates the pods that it selects, in its namespace and in its directions', () => {
    const into = policy({ podSelector: onlyB });
    const out = policy({ podSelector: onlyB, policyTypes: ['Egress'] });
    const both = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect([may(a, b, into), may(b, a, into), may(b, far, into)]).toEqual(['', all, all]);
    expect([may(a, b, out), may(b, a, out)]).toEqual([all, '']);
    expect([may(far, a, both), may(a, internet, both), may(far, internet, both)]).toEqual(['', '', all]);
  });

  test('without types, a policy is for ingress, and for egress if it has such a rule', () => {
    const open = [{}];
    expect(may(b, a, policy({ podSelector: onlyB, egress: [] }))).toBe(all);
    expect(may(b, a, policy({ podSelector: onlyB, policyTypes: [], egress: [{ to: [{ podSelector: onlyB }] }] }))).toBe(
      '',
    );
    expect(may(a, b, policy({ podSelector: onlyB, egress: open }))).toBe('');
  });

  test('policies add up', () => {
    const closed = policy({ podSelector: {} });
    const one = policy({ podSelector: onlyB, ingress: [{ ports: [{ port: 80 }] }] });
    const two = policy({ podSelector: onlyB, ingress: [{ ports: [{ port: 81 }, { port: 443 }] }] });
    expect(may(a, b, closed, one, two)).toBe('TCP 80-81,443');
  });

  test('both ends must allow a connection', () => {
    const into = policy({ podSelector: onlyB, ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] });
    const out = policy({
      podSelector: { matchLabels: { app: 'a' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: onlyB }], ports: [{ port: 8080 }, { port: 53, protocol: 'UDP' }] }],
    });
    expect(may(a, b, into, out)).toBe('TCP 8080');
    expect(new Evaluator([into, out]).allows(a, b, 8080)).toBe(true);
    expect(new Evaluator([into, out]).allows(a, b, 8080, 'UDP')).toBe(false);
  });

  test('pods on the network of their node are addresses for policies', () => {
    const host = pod('b', 'llm', { hostNetwork: true });
    expect(may(a, host, policy({ podSelector: {} }))).toBe(all);
    expect(may(host, a, policy({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }))).toBe('');
  });
});

describe('peers', () => {
  const from = (...peers: readonly object[]) => policy({ podSelector: onlyB, ingress: [{ from: peers }] });

  test('an empty list is every peer, and so is an absent one', () => {
    expect([may(far, b, from()), may(internet, b, from())]).toEqual([all, all]);
    expect(may(internet, b, policy({ podSelector: onlyB, ingress: [{}] }))).toBe(all);
  });

  test('a podSelector alone is for pods of the namespace of the policy', () => {
    expect([may(a, b, from({ podSelector: {} })), may(far, b, from({ podSelector: {} }))]).toEqual([all, '']);
  });

  test('a namespaceSelector alone is for all pods of those namespaces', () => {
    expect(may(far, b, from({ namespaceSelector: { matchLabels: labels('gateway') } }))).toBe(all);
    expect(may(a, b, from({ namespaceSelector: { matchLabels: labels('gateway') } }))).toBe('');
    expect(may(far, b, from({ namespaceSelector: {} }))).toBe(all);
  });

  test('both selectors in one item must match; two items are one or the other', () => {
    const edge = { namespaceSelector: { matchLabels: { team: 'edge' } } };
    const c = { podSelector: { matchLabels: { app: 'c' } } };
    expect([may(far, b, from({ ...edge, ...c })), may(far, b, from(edge, c))]).toEqual(['', all]);
  });

  test.each([
    ['In', ['a', 'c'], all],
    ['NotIn', ['a'], ''],
    ['Exists', undefined, all],
    ['DoesNotExist', undefined, ''],
  ])('matchExpressions: %s', (operator, values, expected) => {
    expect(may(a, b, from({ podSelector: { matchExpressions: [{ key: 'app', operator, values }] } }))).toBe(expected);
  });

  test('a range includes addresses, without its exceptions, and no pod whose address is unknown', () => {
    const block = (cidr: string, ...except: readonly string[]) => from({ ipBlock: { cidr, except } });
    expect(may(internet, b, block('203.0.113.0/24'))).toBe(all);
    expect(may(internet, b, block('0.0.0.0/0', '203.0.113.0/24'))).toBe('');
    expect(may(addressEnd('two', ['203.0.113.0/24', '10.0.0.0/8']), b, block('203.0.0.0/16'))).toBe('');
    expect([may(a, b, block('0.0.0.0/0')), may({ ...a, address: '10.1.2.3' }, b, block('10.0.0.0/8'))]).toEqual([
      '',
      all,
    ]);
    expect(may(addressEnd('six', ['fd00::1']), b, block('0.0.0.0/0'))).toBe('');
    expect(may(addressEnd('six', ['fd00::1']), b, block('fd00::/8'))).toBe(all);
  });
});

describe('ports', () => {
  const on = (...ports: readonly object[]) => may(a, b, policy({ podSelector: onlyB, ingress: [{ ports }] }));

  test('an empty list is every port; a protocol alone all of its ports; TCP where none is written', () => {
    expect([on(), on({ protocol: 'UDP' }), on({}), on({ port: 80, endPort: 90 })]).toEqual([
      all,
      'UDP 1-65535',
      'TCP 1-65535',
      'TCP 80-90',
    ]);
  });

  test('a name is the port that the destination declares, with its protocol', () => {
    expect([
      on({ port: 'http' }),
      on({ port: 'dns', protocol: 'UDP' }),
      on({ port: 'dns' }),
      on({ port: 'none' }),
    ]).toEqual(['TCP 8080', 'UDP 53', '', '']);
    const out = policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] });
    expect([may(a, far, out), may(a, internet, out)]).toEqual(['TCP 8080', '']);
  });

  test('a port of an init container is open only if it stays', () => {
    const init = (restartPolicy?: string) =>
      podEnd(
        manifest('Pod', 'c', 'llm', {
          spec: {
            initContainers: [{ name: 'i', restartPolicy, ports: [{ name: 'side', containerPort: 9 }] }],
            containers: [],
          },
        }),
      )?.ports.length;
    expect([init(), init('Always')]).toEqual([0, 1]);
  });
});

test('pods of a Job have its name as a label', () => {
  const job = podEnd({ ...manifest('Job', 'load', 'llm', { spec: { template: {} } }), apiVersion: 'batch/v1' });
  expect(job?.labels).toEqual({ 'batch.kubernetes.io/job-name': 'load', 'job-name': 'load' });
});
