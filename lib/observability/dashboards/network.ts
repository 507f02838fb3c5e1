/** Bytes that pods receive and send: weights on their way, and answers. */
import { type Plan, storeNamespace } from '../../plan';
import { aggregate, rate } from '../expressions/expression';
import type { DashboardInput } from './dashboard';
import { graph } from './panel';

const window = '$__rate_interval';

export function network({ environment }: Plan): DashboardInput {
  const { serving, gateway } = environment.cluster.namespaces;
  const store = storeNamespace(environment);
  const received = (namespace: string) =>
    aggregate('sum', ['pod'], rate('container_network_receive_bytes_total', window, { namespace }));
  const sent = (namespace: string) =>
    aggregate('sum', ['pod'], rate('container_network_transmit_bytes_total', window, { namespace }));
  const row = (title: string, namespace: string) => ({
    title,
    panels: [
      graph('Received', 'Bps', 'Bytes per second, by pod.', [{ of: received(namespace), legend: '{{pod}}' }], {
        width: 12,
      }),
      graph('Sent', 'Bps', 'Bytes per second, by pod.', [{ of: sent(namespace), legend: '{{pod}}' }], { width: 12 }),
    ],
  });
  return {
    name: 'network',
    title: 'network',
    description: 'Traffic of pods. An engine that starts receives its weights; a weights server sends them.',
    rows: [
      row('Engines', serving),
      ...(store === serving ? [] : [row('Store and weights servers', store)]),
      ...(environment.gateway === undefined ? [] : [row('Gateway', gateway)]),
    ],
  };
}
