/** How the machines of a stand are connected: one network of machines, one network of pods per node, one outside. */
import type { Machine } from './machine';

/** Addresses that machines and pods of a stand have; each stand has namespaces of its own, so that none meet. */
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
} as const;

const link = 'lan0';

function join(control: Machine, machine: Machine, address: string): void {
  const port = `to-${machine.name}`;
  control.dropCable(port);
  control.cable(port, machine, link);
  control.ip(`link set ${port} master lan`, `link set ${port} up`);
  machine.ip(`addr add ${address}/24 dev ${link}`, `link set ${link} up`);
}

const routeTo = (node: number): string => `${addresses.podsOf(node)} via ${addresses.node(node)}`;

const settings = {
  'ipv4/ip_forward': 1,
  'bridge/bridge-nf-call-iptables': 1,
  // Each packet that is refused is answered at once, however many there are.
  'ipv4/icmp_ratelimit': 0,
  'ipv4/icmp_msgs_per_sec': 100_000,
  'ipv4/icmp_msgs_burst': 100_000,
};

/** Connects a node, and gives it its routes to the pods of the others and to the outside. */
export function connectNode(control: Machine, node: Machine, index: number, nodes: number): void {
  join(control, node, addresses.node(index));
  const others = [...Array(nodes).keys()].filter((other) => other !== index);
  node.ip(`route add default via ${addresses.outside}`, ...others.map((other) => `route add ${routeTo(other)}`));
  const lines = Object.entries(settings).map(([name, value]) => `echo ${value} > /proc/sys/net/${name}`);
  node.run(['bash', '-e', '-c', lines.join('\n')]);
}

/** Connects the machines with each other. */
export function connectAll(control: Machine, outside: Machine, nodes: readonly Machine[]): void {
  control.ip('link add lan type bridge', `addr add ${addresses.control}/24 dev lan`, 'link set lan up');
  join(control, outside, addresses.outside);
  const answering = [addresses.hub, addresses.metadata, addresses.nodeLocalDns];
  outside.ip(...answering.map((address) => `addr add ${address}/32 dev lo`));
  nodes.forEach((node, index) => connectNode(control, node, index, nodes.length));
  const routes = nodes.map((_, index) => routeTo(index));
  control.ip(...routes.map((route) => `route add ${route}`));
  // What comes from outside has a public address.
  outside.ip(...routes.map((route) => `route add ${route} src ${addresses.hub}`));
  control.ip(`route add default via ${addresses.outside}`);
}
