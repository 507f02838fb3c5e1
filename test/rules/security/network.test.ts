import { network } from '../../../lib/rules/security/network';
import { publicHttps } from '../../../lib/kubernetes/draw/network';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'NetworkPolicy llm-serving/qwen';
const loader = 'NetworkPolicy model-store/load-qwen';
const server = 'NetworkPolicy model-store/weights-server';
const of = (namespace: string, podLabels?: object) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  ...(podLabels === undefined ? {} : { podSelector: { matchLabels: podLabels } }),
});
const gateway = { app: 'gateway' };
const fix =
  'remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints';
const opens = (policy: string, field: string, what: string, pod = 'Deployment llm-serving/qwen') =>
  `${policy} spec.${field}: ${what}, which the plan does not allow for ${pod}; ${fix}`;
const ingress = (rule: object) => set(qwen, 'spec.ingress[2]', rule);
const egress = (rule: object) => set(qwen, 'spec.egress[2]', rule);
const needs = (what: string, pod = 'Deployment llm-serving/qwen') =>
  `${pod} spec.template.metadata.labels: no NetworkPolicy ${what}, which the pods need; keep the rule of its NetworkPolicy as Corral renders it`;
const load = 'Job model-store/load-qwen-fa953943';
const downloads = (cidr: string, ...except: readonly string[]) =>
  set(loader, 'spec.egress[1].to[0].ipBlock', { cidr, except });
const reserved = [...(publicHttps.except ?? [])];

const squid = {
  to: 'endpoints',
  endpoints: [],
  pods: { namespace: 'egress', podLabels: { app: 'squid' }, port: 3128 },
};

cases(network, {
  'the policies of the platform': [[]],
  'everybody, on every port': [
    ingress({}),
    opens(qwen, 'ingress[2].from', 'opens ingress from every source, every port'),
  ],
  'an empty list of peers': [
    ingress({ from: [], ports: [{ port: 8080 }] }),
    opens(qwen, 'ingress[2].from', 'opens ingress from every source, TCP port 8080'),
  ],
  'to everybody': [egress({}), opens(qwen, 'egress[2].to', 'opens egress to every destination, every port')],
  'any address': [
    egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }),
    opens(qwen, 'egress[2].to[0]', 'opens egress to addresses 0.0.0.0/0, TCP port 443'),
  ],
  'the metadata service': [
    egress({ to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] }),
    opens(qwen, 'egress[2].to[0]', 'opens egress to addresses 169.254.169.254/32, every port'),
  ],
  'every namespace': [
    ingress({ from: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }),
    opens(qwen, 'ingress[2].from[0]', 'opens ingress from pods {} of namespaces {}, TCP port 8080'),
  ],
  'namespaces by a label that anybody can set': [
    ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'a' } } }], ports: [{ port: 8080 }] }),
    opens(
      qwen,
      'ingress[2].from[0]',
      'opens ingress from pods {} of namespaces {"matchLabels":{"team":"a"}}, TCP port 8080',
    ),
  ],
  'all pods of the gateway’s namespace': [
    ingress({ from: [of('gateway')], ports: [{ port: 8080 }] }),
    opens(qwen, 'ingress[2].from[0]', 'opens ingress from pods {} of namespace gateway, TCP port 8080'),
  ],
  'the neighbours': [
    ingress({ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }),
    opens(qwen, 'ingress[2].from[0]', 'opens ingress from pods {} of namespace llm-serving, TCP port 8080'),
  ],
  'the gateway, on every port': [
    ingress({ from: [of('gateway', gateway)] }),
    opens(
      qwen,
      'ingress[2].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, every port',
    ),
  ],
  'the gateway, on every port of TCP': [
    ingress({ from: [of('gateway', gateway)], ports: [{ protocol: 'TCP' }] }),
    opens(
      qwen,
      'ingress[2].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, every port of TCP',
    ),
  ],
  'the gateway, on many ports': [
    ingress({ from: [of('gateway', gateway)], ports: [{ port: 8080, endPort: 9000 }] }),
    opens(
      qwen,
      'ingress[2].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, TCP ports 8080 to 9000',
    ),
  ],
  'the gateway, on a named port': [
    ingress({ from: [of('gateway', gateway)], ports: [{ port: 'http' }] }),
    opens(
      qwen,
      'ingress[2].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, TCP port http',
    ),
  ],
  'the gateway, on another protocol': [
    ingress({ from: [of('gateway', gateway)], ports: [{ port: 8080, protocol: 'UDP' }] }),
    opens(
      qwen,
      'ingress[2].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, UDP port 8080',
    ),
  ],
  'a gateway that the plan does not know': [
    setPlan('environment.cluster.requestsFrom.podLabels', { app: 'other' }),
    opens(
      qwen,
      'ingress[0].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, TCP port 8080',
    ),
    opens(
      'NetworkPolicy llm-serving/fleet',
      'ingress[0].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, TCP port 11434',
      'StatefulSet llm-serving/fleet',
    ),
    needs('opens ingress from pods {"matchLabels":{"app":"other"}} of namespace gateway, TCP port 8080'),
    needs(
      'opens ingress from pods {"matchLabels":{"app":"other"}} of namespace gateway, TCP port 11434',
      'StatefulSet llm-serving/fleet',
    ),
  ],
  'some pods of the gateway': [set(qwen, 'spec.ingress[0].from[0].podSelector.matchLabels.tier', 'a')],
  'some pods of the gateway, by an expression': [
    set(qwen, 'spec.ingress[0].from[0].podSelector.matchExpressions', [{ key: 'a', operator: 'Exists' }]),
  ],
  'a policy for all pods of the namespace': [
    set('NetworkPolicy llm-serving/default-deny', 'spec.ingress', [
      { from: [of('gateway', gateway)], ports: [{ port: 8080 }] },
    ]),
    opens(
      'NetworkPolicy llm-serving/default-deny',
      'ingress[0].from[0]',
      'opens ingress from pods {"matchLabels":{"app":"gateway"}} of namespace gateway, TCP port 8080',
      'StatefulSet llm-serving/fleet',
    ),
  ],
  'a weights server for other namespaces': [
    set(server, 'spec.ingress[0].from[0]', of('default')),
    opens(
      server,
      'ingress[0].from[0]',
      'opens ingress from pods {} of namespace default, TCP port 8080',
      'Deployment model-store/weights-server',
    ),
    needs(
      'opens ingress from pods {"matchLabels":{"app.kubernetes.io/part-of":"corral"}} of namespace llm-serving, TCP port 8080',
      'Deployment model-store/weights-server',
    ),
  ],
  'a loader that may reach what is private': [
    downloads('0.0.0.0/0'),
    opens(loader, 'egress[1].to[0]', 'opens egress to addresses 0.0.0.0/0, TCP port 443', load),
  ],
  'a loader that may reach one private network': [
    downloads('0.0.0.0/0', ...reserved.filter((cidr) => cidr !== '10.0.0.0/8')),
    opens(loader, 'egress[1].to[0]', 'opens egress to addresses 0.0.0.0/0, TCP port 443', load),
  ],
  'a loader that may reach a part of a private network': [
    downloads('0.0.0.0/0', ...reserved.filter((cidr) => cidr !== '10.0.0.0/8'), '10.0.0.0/9'),
    opens(loader, 'egress[1].to[0]', 'opens egress to addresses 0.0.0.0/0, TCP port 443', load),
  ],
  'a loader that may reach less': [downloads('192.0.2.0/24')],
  'a loader that may reach a half with what is excluded there': [downloads('0.0.0.0/1', ...reserved)],
  'a loader that may reach the other family': [
    downloads('::/0'),
    opens(loader, 'egress[1].to[0]', 'opens egress to addresses ::/0, TCP port 443', load),
    needs('opens egress to addresses 0.0.0.0/0, TCP port 443', load),
  ],
  'addresses of the environment': [
    [
      setPlan('loaders[0].route', { to: 'endpoints', endpoints: [{ cidr: '10.1.0.0/16', port: 8443 }] }),
      set(loader, 'spec.egress[1]', { to: [{ ipBlock: { cidr: '10.1.2.0/24' } }], ports: [{ port: 8443 }] }),
    ],
  ],
  'a loader of files of two servers': [
    [
      setPlan('loaders[0].route', { to: 'public', ports: [8443, 443] }),
      set(loader, 'spec.egress[2]', {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: reserved } }],
        ports: [{ port: 8443 }],
      }),
    ],
  ],
  'a loader of files of two servers, one of which it cannot reach': [
    setPlan('loaders[0].route', { to: 'public', ports: [8443, 443] }),
    needs('opens egress to addresses 0.0.0.0/0, TCP port 8443', load),
  ],
  'a proxy in pods': [
    [
      setPlan('loaders[0].route', squid),
      set(loader, 'spec.egress[1]', { to: [of('egress', { app: 'squid' })], ports: [{ port: 3128 }] }),
    ],
  ],
  'a proxy in pods, by its namespace alone': [
    [
      setPlan('loaders[0].route', squid),
      set(loader, 'spec.egress[1]', { to: [of('egress')], ports: [{ port: 3128 }] }),
    ],
    opens(loader, 'egress[1].to[0]', 'opens egress to pods {} of namespace egress, TCP port 3128', load),
  ],
  'a loader that copies from a volume': [
    [setPlan('loaders[0].route', { to: 'nowhere' }), set(loader, 'spec.egress', undefined)],
  ],
  'a loader that copies from a volume, and connects': [
    [
      setPlan('loaders[0].route', { to: 'nowhere' }),
      set(loader, 'spec.egress', [{ to: [{ ipBlock: { cidr: '10.1.2.0/24' } }], ports: [{ port: 8443 }] }]),
    ],
    opens(loader, 'egress[0].to[0]', 'opens egress to addresses 10.1.2.0/24, TCP port 8443', load),
  ],
  'DNS for an engine': [
    egress({ to: [of('kube-system', { 'k8s-app': 'kube-dns' })], ports: [{ protocol: 'UDP', port: 53 }] }),
    opens(
      qwen,
      'egress[2].to[0]',
      'opens egress to pods {"matchLabels":{"k8s-app":"kube-dns"}} of namespace kube-system, UDP port 53',
    ),
  ],
  'the address of the DNS Service for an engine': [
    egress({ to: [{ ipBlock: { cidr: '10.96.0.10/32' } }], ports: [{ port: 53 }] }),
    opens(qwen, 'egress[2].to[0]', 'opens egress to addresses 10.96.0.10/32, TCP port 53'),
  ],
  'the address of the weights servers itself': [
    egress({ to: [{ ipBlock: { cidr: '10.96.0.15/32' } }], ports: [{ port: 8080 }] }),
    opens(qwen, 'egress[2].to[0]', 'opens egress to addresses 10.96.0.15/32, TCP port 8080'),
  ],
  'no DNS for a loader': [
    set(loader, 'spec.egress[0]', undefined),
    needs('opens egress to pods {"matchLabels":{"k8s-app":"kube-dns"}} of namespace kube-system, UDP port 53', load),
    needs('opens egress to pods {"matchLabels":{"k8s-app":"kube-dns"}} of namespace kube-system, TCP port 53', load),
  ],
  'no weights': [
    set(qwen, 'spec.egress[0]', undefined),
    needs(
      'opens egress to pods {"matchLabels":{"app.kubernetes.io/name":"weights-server","app.kubernetes.io/instance":"weights-server"}} of namespace model-store, TCP port 8080',
    ),
  ],
  'nothing for a pod whose weights are in its image': [
    [setPlan('servers[0].workload.local.kind', 'image'), set(qwen, 'spec.egress', undefined)],
  ],
  'the weights server for a pod whose weights are in its image': [
    setPlan('servers[0].workload.local.kind', 'image'),
    opens(
      qwen,
      'egress[0].to[0]',
      'opens egress to pods {"matchLabels":{"app.kubernetes.io/name":"weights-server","app.kubernetes.io/instance":"weights-server"}} of namespace model-store, TCP port 8080',
    ),
  ],
});
