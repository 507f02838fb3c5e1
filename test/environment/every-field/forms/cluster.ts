/** Other facts of a cluster: stores, peers, proxies, tools. */
import { gib, gigabytes, minutes } from '../../../../lib';
import { base } from '../../../invalid/base';
import { of, type Form } from './form';

const onClaim = {
  kind: 'existing',
  claimName: 'of-others',
  layout: 'hub-cache',
  folder: 'models',
  accessMode: 'ReadOnlyMany',
  capacity: gib(500),
  bandwidth: gigabytes(1),
} as const;
const stores = {
  'read in place': { ...onClaim, read: 'in-place', proofsClass: 'nfs', reason: 'as available as the cluster' },
  'staged from a claim': { ...onClaim, read: 'staged', address: '10.96.0.99' },
} as const;
const peer = { namespace: 'gateway', anyPod: true } as const;
const flux = {
  tool: 'flux',
  namespace: 'team',
  source: 'platform',
  interval: minutes(5),
  serviceAccount: 'corral',
} as const;
const endpoint = { cidr: '192.0.2.7/32', port: 443, reason: 'the mirror' };

export const clusterForms: readonly Form[] = [
  {
    name: 'the environment that most tests change',
    input: base,
    part: ({ name }) => ({ name }),
    holds: { name: 'test' },
  },
  of('a tenant of Flux', ({ gitops }) => gitops, flux, [['gitops'], flux]),
  of(
    'all pods of a namespace as peers',
    ({ cluster: { dns, requestsFrom, monitoring } }) => [dns.pods, requestsFrom, monitoring],
    [peer, peer, peer],
    [['cluster', 'dns', 'pods'], peer],
    [['cluster', 'requestsFrom'], peer],
    [['cluster', 'monitoring'], peer],
  ),
  ...Object.entries(stores).map(([name, store]) =>
    of(
      name,
      ({ cluster }) => cluster.weights,
      store,
      [['cluster', 'weights'], store],
      [['ollama'], {}],
      [['models'], { chat: base.models.chat }],
    ),
  ),
  of(
    'an endpoint with a reason',
    ({ cluster }) => cluster.downloads.endpoints,
    [endpoint],
    [['cluster', 'downloads'], { endpoints: [endpoint] }],
  ),
  of(
    'a proxy in pods',
    ({ cluster }) => ({ proxy: cluster.downloads.proxy }),
    { proxy: { pods: { namespace: 'proxy', anyPod: true, port: 3129 }, addresses: [] } },
    [
      ['cluster', 'downloads'],
      { proxy: { url: 'https://squid.proxy.svc:3128', pods: { namespace: 'proxy', anyPod: true, port: 3129 } } },
    ],
  ),
  of(
    'a proxy in some pods',
    ({ cluster }) => ({ proxy: cluster.downloads.proxy }),
    { proxy: { pods: { namespace: 'proxy', podLabels: { app: 'squid' }, port: 3128 } } },
    [
      ['cluster', 'downloads'],
      { proxy: { url: 'http://squid.proxy.svc:3128', pods: { namespace: 'proxy', podLabels: { app: 'squid' } } } },
    ],
  ),
];
