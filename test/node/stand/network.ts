/** How the machines of a stand are connected: one network of machines, one network of pods per node, one outside. */
import { type AddressFamily, type Families, hasFamily } from '../../../lib/core/families';
import type { Machine } from './machine';

/** Addresses of one family; each stand has namespaces of its own, so that none meet. */
interface Addresses {
  readonly control: string;
  readonly outside: string;
  readonly node: (index: number) => string;
  readonly hub: string;
  readonly metadata: string;
  readonly nodeLocalDns: string;
  readonly pods: string;
  readonly podsOf: (index: number) => string;
  readonly services: string;
  readonly apiService: string;
  readonly dns: string;
}

/** Addresses that machines and pods of a stand have, where it has IPv4. */
export const addresses = {
  control: '10.77.0.1',
  outside: '10.77.0.2',
  node: (index: number): string => `10.77.0.${11 + index}`,
  /** A public address: not among the private networks that a policy may except. */
  hub: '203.0.113.10',
  /** What clouds call their metadata. */
  metadata: '169.254.169.254',
  nodeLocalDns: '169.254.20.10',
  pods: '10.244.0.0/16',
  podsOf: (index: number): string => `10.244.${index + 1}.0/24`,
  services: '10.96.0.0/12',
  apiService: '10.96.0.1',
  dns: '10.96.0.10',
} as const satisfies Addresses;

const addresses6: Addresses = {
  control: 'fd77::1',
  outside: 'fd77::2',
  node: (index) => `fd77::${11 + index}`,
  hub: '2600:113::10',
  metadata: 'fd00:ec2::254',
  nodeLocalDns: 'fd00:20::10',
  pods: 'fd10:244::/48',
  podsOf: (index) => `fd10:244:0:${index + 1}::/64`,
  services: 'fd10:96::/112',
  apiService: 'fd10:96::1',
  dns: 'fd10:96::a',
};

const byFamily: Readonly<Record<AddressFamily, Addresses>> = { IPv4: addresses, IPv6: addresses6 };

/** The addresses of each family of a stand, its own first. */
export const addressesOf = (families: Families): readonly [Addresses, ...Addresses[]] => {
  const [first, ...others] = families;
  return [byFamily[first], ...others.map((family: AddressFamily) => byFamily[family])];
};

const link = 'lan0';

const bitsOf = (address: string, narrow: boolean): number =>
  address.includes(':') ? (narrow ? 128 : 64) : narrow ? 32 : 24;

/** Nothing else has the address, so that it can be used at once. */
const added = (address: string, device: string, narrow = false): string =>
  `addr add ${address}/${bitsOf(address, narrow)} dev ${device}${address.includes(':') ? ' nodad' : ''}`;

const everywhere = (address: string): string => (address.includes(':') ? '::/0' : 'default');

function join(control: Machine, machine: Machine, own: readonly string[]): void {
  const port = `to-${machine.name}`;
  control.dropCable(port);
  control.cable(port, machine, link);
  control.ip(`link set ${port} master lan`, `link set ${port} up`);
  machine.ip(...own.map((address) => added(address, link)), `link set ${link} up`);
}

const routeTo = ({ podsOf, node }: Addresses, index: number): string => `${podsOf(index)} via ${node(index)}`;

const settings = {
  'ipv4/ip_forward': 1,
  'bridge/bridge-nf-call-iptables': 1,
  // Each packet that is refused is answered at once, however many there are.
  'ipv4/icmp_ratelimit': 0,
  'ipv4/icmp_msgs_per_sec': 100_000,
  'ipv4/icmp_msgs_burst': 100_000,
};
const settings6 = { 'ipv6/conf/all/forwarding': 1, 'bridge/bridge-nf-call-ip6tables': 1 };

/** Connects a node, and gives it its routes to the pods of the others and to the outside. */
export function connectNode(control: Machine, node: Machine, index: number, nodes: number, families: Families): void {
  const all = addressesOf(families);
  join(
    control,
    node,
    all.map((each) => each.node(index)),
  );
  const others = [...Array(nodes).keys()].filter((other) => other !== index);
  const all6 = hasFamily(families, 'IPv6') ? settings6 : {};
  const lines = Object.entries({ ...settings, ...all6 }).map(
    ([name, value]) => `echo ${value} > /proc/sys/net/${name}`,
  );
  node.run(['bash', '-e', '-c', lines.join('\n')]);
  for (const each of all)
    node.ip(
      `route add ${everywhere(each.outside)} via ${each.outside}`,
      ...others.map((other) => `route add ${routeTo(each, other)}`),
    );
}

/** Connects the machines with each other. */
export function connectAll(control: Machine, outside: Machine, nodes: readonly Machine[], families: Families): void {
  const all = addressesOf(families);
  control.ip('link add lan type bridge', ...all.map((each) => added(each.control, 'lan')), 'link set lan up');
  join(
    control,
    outside,
    all.map((each) => each.outside),
  );
  for (const each of all)
    outside.ip(...[each.hub, each.metadata, each.nodeLocalDns].map((address) => added(address, 'lo', true)));
  nodes.forEach((node, index) => connectNode(control, node, index, nodes.length, families));
  for (const each of all) {
    const routes = nodes.map((_, index) => routeTo(each, index));
    control.ip(...routes.map((route) => `route add ${route}`));
    // What comes from outside has a public address.
    outside.ip(...routes.map((route) => `route add ${route} src ${each.hub}`));
    control.ip(`route add ${everywhere(each.outside)} via ${each.outside}`);
  }
}
