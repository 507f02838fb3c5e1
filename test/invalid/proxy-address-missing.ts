/** Proxies whose addresses no policy could allow: a name alone, and ranges that do not hold the address in the URL. */
import { changed } from './base';

const proxied = (name: string, proxy: object) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['cluster', 'downloads'], { proxy }],
  );

export const inputs = [
  proxied('named', { url: 'http://proxy.example:3128' }),
  proxied('other', { url: 'http://10.0.0.7:3128', addresses: ['10.0.0.8/32'] }),
  proxied('wide', { url: 'http://proxy.example:3128', addresses: ['10.0.0.0/8', '127.0.0.1/32', '10.0.0.0/8'] }),
  proxied('form', { url: 'socks5://proxy.example:1080', noProxy: ['*'] }),
  proxied('port', { url: 'http://proxy.example', addresses: [] }),
  proxied('inside', { url: 'http://squid.proxy.svc:3128' }),
  proxied('both', {
    url: 'http://10.0.0.7:3128',
    addresses: ['10.0.0.7/32'],
    pods: { namespace: 'proxy', podLabels: { app: 'squid' } },
  }),
  proxied('password', { url: 'http://user:pass@10.0.0.7:3128' }),
  proxied('pods', {
    url: 'https://squid.proxy.svc:3128',
    pods: { namespace: 'proxy', podLabels: { app: 'squid' }, port: 3129 },
    credentials: { secretName: 'proxy' },
  }),
  proxied('right', {
    url: 'http://proxy.example:3128',
    addresses: ['10.0.0.7/32'],
    noProxy: ['corp.example', '10.0.0.0/8'],
  }),
  proxied('literal', { url: 'http://10.0.0.7:3128' }),
];

const tooWide = `fix: the addresses of the proxy alone
  [EndpointTooWide]`;
const allowed = `allowed: the address of an HTTP proxy, with its port and without a password, which \`credentials\` names: 'http://proxy.example:3128'
  [BadFormat]`;

export const report = `named.cluster.downloads.proxy.addresses: 'proxy.example' is a name, and a network policy allows only addresses.
  fix: addresses: ['10.0.0.7/32'] with each address that \`getent ahosts proxy.example\` prints on a node
  [ProxyAddressMissing]
other.cluster.downloads.proxy.addresses: no range holds 10.0.0.7, the address of the proxy.
  fix: leave addresses out: the address in url is allowed · addresses: ['10.0.0.7/32']
  [ProxyAddressMissing]
wide.cluster.downloads.proxy.addresses[2]: 10.0.0.0/8 stands at wide.cluster.downloads.proxy.addresses[0] already.
  fix: leave out one of the two
  [GivenTwice]
wide.cluster.downloads.proxy.addresses[0]: '10.0.0.0/8' is private and wide enough to hold the pods of a cluster.
  ${tooWide}
wide.cluster.downloads.proxy.addresses[1]: '127.0.0.1/32' reaches 127.0.0.0/8, the loopback addresses.
  ${tooWide}
wide.cluster.downloads.proxy.addresses[2]: '10.0.0.0/8' is private and wide enough to hold the pods of a cluster.
  ${tooWide}
form.cluster.downloads.proxy.url: 'socks5://proxy.example:1080' does not have the right form.
  ${allowed}
form.cluster.downloads.proxy.noProxy[0]: '*' does not have the right form.
  allowed: a name, an address, or a range of addresses: 'corp.example', '10.0.0.7', '10.0.0.0/8'
  [BadFormat]
port.cluster.downloads.proxy.url: 'http://proxy.example' does not have the right form.
  ${allowed}
port.cluster.downloads.proxy.addresses: an empty list is out of range.
  allowed: at least one address
  [OutOfRange]
inside.cluster.downloads.proxy.addresses: 'squid.proxy.svc' is a name, and a network policy allows only addresses.
  fix: addresses: ['10.0.0.7/32'] with each address that \`getent ahosts squid.proxy.svc\` prints on a node · pods: { namespace, podLabels } of a proxy in the cluster
  [ProxyAddressMissing]
both.cluster.downloads.proxy: an object does not have the right form.
  allowed: either addresses, of a proxy outside of the cluster, or pods, of one inside
  [BadFormat]
password.cluster.downloads.proxy.url: 'http://user:pass@10.0.0.7:3128' does not have the right form.
  ${allowed}`;
