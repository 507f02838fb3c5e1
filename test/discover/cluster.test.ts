/** The cluster of a first overlay: weights, neighbours, addresses, classes, and what is asked for. */
import { describe, expect, test } from '@jest/globals';
import { mib } from '../../lib';
import type { LiveObject } from '../../lib/internal';
import { addressOf, pod, serviceRange } from '../preflight/support/declared';
import { evaluated } from './support/overlay';
import { comments, metal, overlay } from './support/small-clusters';

const storageClass = (name: string, provisioner: string, more: object = {}): LiveObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner,
  ...more,
});
const isDefault = {
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
};
const clusterOf = (nodes: readonly object[], others: readonly LiveObject[]) =>
  evaluated(overlay(nodes, others)).cluster;

describe('the cluster', () => {
  test('is called after its context', () => {
    expect(evaluated(overlay([metal('a')]))).toMatchObject({ name: 'prod-1', cluster: { id: 'prod-1' } });
  });

  test.each([
    [
      'the server of a class of the NFS driver',
      [storageClass('nfs', 'nfs.csi.k8s.io', { parameters: { server: 'nas', share: '/models' } })],
      { kind: 'nfs', server: 'nas', share: '/models' },
    ],
    [
      'a class that several nodes can write',
      [storageClass('efs', 'efs.csi.aws.com')],
      { kind: 'class', storageClass: 'efs' },
    ],
    ['an NFS server to fill in', [], { kind: 'nfs', server: 'nfs.example' }],
  ])('keeps weights on %s', (_, others, weights) => {
    expect(clusterOf([metal('a'), metal('b')], others).weights).toMatchObject(weights);
  });

  test('keeps weights in a claim of the default class, where there is one node', () => {
    expect(
      clusterOf([metal('a')], [storageClass('standard', 'rancher.io/local-path', isDefault)]).weights,
    ).toMatchObject({ kind: 'direct' });
  });

  test('offers classes that wait for the pod as tiers, and no other', () => {
    const waits = { volumeBindingMode: 'WaitForFirstConsumer' };
    const others = [
      storageClass('nvme', 'topolvm.io', waits),
      storageClass('static', 'kubernetes.io/no-provisioner', waits),
      storageClass('slow', 'ebs.csi.aws.com'),
    ];
    expect(clusterOf([metal('a'), metal('b')], others).storageTiers).toEqual({
      nvme: { storageClass: 'nvme', bandwidth: mib(125) },
    });
  });

  test('names gateway and scraper by their labels, and tells of others that it saw', () => {
    const others = [
      pod('envoy', 'proxy', { 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/component': 'proxy', x: 'y' }),
      pod('edge', 'traefik', { 'app.kubernetes.io/name': 'traefik' }),
      pod('watch', 'vm', { 'app.kubernetes.io/name': 'vmagent' }),
    ];
    const source = overlay([metal('a')], others);
    expect(evaluated(source).cluster).toMatchObject({
      requestsFrom: {
        namespace: 'envoy',
        podLabels: { 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/component': 'proxy' },
      },
      monitoring: { namespace: 'watch', podLabels: { 'app.kubernetes.io/name': 'vmagent' } },
    });
    expect(comments(source)).toContain(
      'Check: the pods that send requests to models; also found: app.kubernetes.io/name=traefik in edge',
    );
  });

  test('asks for those that it does not recognise', () => {
    expect(comments(overlay([metal('a')]))).toEqual(
      expect.arrayContaining([
        'Fill in: requestsFrom: { namespace, podLabels } of the pods that send requests to models; no such pods were found, and without this field no pod may do so',
        'Fill in: monitoring: { namespace, podLabels } of the pods that scrape metrics; no such pods were found, and without this field no pod may do so',
        "Set metrics: 'prometheus-adapter' if it serves custom.metrics.k8s.io, which a range of replicas needs; it was not found",
        'API server: its addresses were not found',
      ]),
    );
  });

  test('names the addresses of the API server, and those of no other Service', () => {
    const slice = (namespace: string, service: string, address: string, port: number): LiveObject => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name: `${service}-x`, labels: { 'kubernetes.io/service-name': service } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ port }],
    });
    const others = [
      slice('default', 'kubernetes', '192.0.2.10', 6443),
      slice('kube-system', 'kube-dns', '10.0.0.12', 53),
    ];
    expect(comments(overlay([metal('a')], others))).toContain('API server: 192.0.2.10:6443');
  });

  test('resolves names at the cache of the node, where there is one', () => {
    const service: LiveObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '10.96.0.10' },
    };
    expect(clusterOf([metal('a')], [service]).dns).toEqual({ addresses: ['10.96.0.10/32'] });
    expect(
      clusterOf(
        [metal('a')],
        [
          service,
          pod(
            'kube-system',
            'cache',
            { 'k8s-app': 'node-local-dns' },
            { containers: [{ args: ['-localip', '169.254.25.10,10.96.0.10'] }] },
          ),
        ],
      ).dns,
    ).toEqual({ addresses: ['10.96.0.10/32', '169.254.25.10/32'] });
  });

  test('gives the weights servers a free address near that of DNS', () => {
    const dns: LiveObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '172.20.0.10' },
    };
    const taken = [
      addressOf('172.20.0.15', 'default', 'web'),
      addressOf('172.20.0.16', 'default', 'api'),
      addressOf('172.20.0.10', 'kube-system', 'kube-dns'),
    ];
    const of = (...others: readonly LiveObject[]) =>
      (clusterOf([metal('a'), metal('b')], others).weights as { readonly address?: string }).address;
    expect(of(dns, serviceRange('172.20.0.0/16'), ...taken)).toBe('172.20.0.17');
    expect(of(dns)).toBe('172.20.0.15');
    expect(of(serviceRange('10.43.0.0/16', 'fd00::/108'), addressOf('10.43.0.1', 'default', 'kubernetes'))).toBe(
      '10.43.0.15',
    );
    expect(of(serviceRange('10.43.0.0/29'), addressOf('10.43.0.1', 'default', 'kubernetes'))).toBe('10.43.0.6');
    expect(of(dns, serviceRange('10.43.0.0/16'))).toBe('10.43.0.15');
    expect(of()).toBe('10.96.0.15');
  });

  test('asks to check the address of the weights servers only where the cluster does not show that it is free', () => {
    const asked = (...others: readonly LiveObject[]) =>
      comments(overlay([metal('a'), metal('b')], others)).filter(
        (comment) => /address/.test(comment) && !comment.startsWith('API'),
      );
    const range = serviceRange('10.96.0.0/16');
    expect(asked(range, addressOf('10.96.0.1', 'default', 'kubernetes'))).toEqual([
      'Fill in: dns: { pods, port, addresses } of the DNS Service; it was not found',
    ]);
    expect(asked(range)[1]).toBe('Check: no Service has this address (kubectl get services --all-namespaces)');
    expect(asked()[1]).toBe("Fill in: a free address near the start of the cluster's Service range");
  });

  test('leaves classes and priorities to those who have them', () => {
    const series: LiveObject = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'llm-batch' },
      value: 1000,
    };
    expect(clusterOf([metal('a')], [series])).toMatchObject({ priorityClasses: 'existing', runtimeClass: 'existing' });
  });

  test('says which release it is, where Corral does not know it, and which controllers are there', () => {
    const said = comments(overlay([metal('a')], [], '32', ['argoproj.io', 'kustomize.toolkit.fluxcd.io']));
    expect(said).toContain(
      "The cluster runs 1.32, but Corral supports 1.33, 1.34, 1.35, 1.36, 1.37: change the cluster to one of them, and set kubernetes: '…'",
    );
    expect(said).toContain(
      "Check: the tool that applies the manifests: 'kubectl', 'pulumi' or 'gitops'; Flux and Argo CD were found",
    );
  });
});
