/** Clusters whose DNS gives the weights servers no address. */
import { changed } from './base';

const other = [
  [['name'], 'other'],
  [['cluster', 'id'], 'other'],
  [['cluster', 'weights', 'share'], '/other'],
] as const;

export const inputs = [
  changed([['cluster', 'dns'], { nodeLocalDns: false }]),
  changed(...other, [['cluster', 'dns', 'addresses'], ['10.96.0.0/28']]),
];

const rest = `it is not given, and none follows from an IPv4 address of the DNS Service.
  fix: address: '10.96.0.15' with a free address near the start of the cluster's Service range
  [WeightsAddressMissing]`;

export const report = `test.cluster.weights.address: ${rest}
other.cluster.weights.address: ${rest}`;
