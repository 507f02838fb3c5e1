/** Weights servers at the address of DNS, of a machine itself, and of the weights servers of another environment. */
import { base, changed } from './base';

const other = (name: string) =>
  [
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
  ] as const;
const address = ['cluster', 'weights', 'address'];

export const inputs = [
  changed(...other('resolver'), [address, '10.96.0.10']),
  changed(...other('local'), [address, '169.254.20.15']),
  base,
  changed(
    [['name'], 'later'],
    [['cluster', 'namespaces'], { serving: 'other', store: 'other-store' }],
    [['cluster', 'priorityClasses'], 'existing'],
    [['cluster', 'weights', 'subDir'], 'other'],
    [['nodePools'], { c: { ...base.nodePools.cpus, instance: 'aws/m7i.8xlarge' } }],
    [['models'], {}],
    [['ollama'], {}],
  ),
];

const fix = "address: '10.96.0.15' with a free address near the start of the cluster's Service range";

export const report = `resolver.cluster.weights.address: '10.96.0.10' is an address of cluster.dns.
  fix: ${fix}
  [WeightsAddressTaken]
local.cluster.weights.address: '169.254.20.15' is one of 169.254.0.0/16, the link-local addresses, with the metadata service of clouds.
  fix: ${fix}
  [WeightsAddressTaken]
later.cluster.weights.address: '10.96.0.15' is the address of the weights servers of test too, on one cluster.
  fix: address: '10.96.0.16', or another free one of the cluster's Service range in later
  [WeightsAddressTaken]`;
