/** Expositions of what does not run on this machine: kube-state-metrics, the kubelet, DCGM, in the form of each. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A series: labels and value. */
type Series = readonly [labels: Readonly<Record<string, string>>, value: number];

export type Exposition = Readonly<Record<string, readonly Series[]>>;

const line = (name: string, [labels, value]: Series): string =>
  `${name}{${Object.entries(labels)
    .map(([label, text]) => `${label}="${text}"`)
    .join(',')}} ${value}`;

const text = (exposition: Exposition): string =>
  `${Object.entries(exposition)
    .flatMap(([name, all]) => all.map((each) => line(name, each)))
    .join('\n')}\n`;

/** Serves an exposition, counters growing by a tenth of their value with each scrape. */
export async function serveExposition(
  exposition: Exposition,
): Promise<{ readonly port: number; readonly stop: () => void }> {
  let scrapes = 0;
  const grown = (name: string, all: readonly Series[]): readonly Series[] =>
    name.endsWith('_total') ? all.map(([labels, value]) => [labels, value * (1 + scrapes / 10)]) : all;
  const server: Server = createServer((_, response) => {
    scrapes += 1;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(text(Object.fromEntries(Object.entries(exposition).map(([name, all]) => [name, grown(name, all)]))));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

/**
 * A node with an L40S as the DCGM exporter 4.6.0-4.8.3 shows it, with the labels of the pod that has the GPU.
 *
 * @see https://github.com/NVIDIA/dcgm-exporter
 */
export function dcgm(namespace: string): Exposition {
  const labels = {
    gpu: '0',
    UUID: 'GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52',
    pci_bus_id: '00000000:86:00.0',
    device: 'nvidia0',
    modelName: 'NVIDIA L40S',
    Hostname: 'gpu-l40s-1',
    container: 'llama-server',
    namespace,
    pod: 'qwen-2-5-32b-0',
  };
  const values = {
    DCGM_FI_DEV_GPU_UTIL: 74,
    DCGM_FI_DEV_GPU_TEMP: 61,
    DCGM_FI_DEV_POWER_USAGE: 213.4,
    DCGM_FI_DEV_FB_USED: 29_120,
    DCGM_FI_DEV_FB_FREE: 16_348,
    DCGM_FI_DEV_FB_RESERVED: 600,
    DCGM_FI_DEV_XID_ERRORS: 0,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [[labels, value]]]));
}

/** Objects of an environment, one of each kind in trouble. */
export function kubeStateMetrics(serving: string, store: string, workloads: readonly string[]): Exposition {
  const pod = `${workloads[0] ?? ''}-7d9f`;
  const of = (namespace: string, labels: Readonly<Record<string, string>>, value = 1): Series => [
    { namespace, ...labels },
    value,
  ];
  return {
    kube_pod_status_ready: [
      of(serving, { pod, uid: 'a', condition: 'true' }),
      of(serving, { pod: 'late-1', uid: 'b', condition: 'false' }),
    ],
    kube_pod_status_unschedulable: [of(serving, { pod: 'late-1', uid: 'b' })],
    kube_pod_container_status_restarts_total: [
      of(serving, { pod, uid: 'a', container: 'llama-server' }, 3),
      of(store, { pod: 'load-a-1', uid: 'c', container: 'loader' }, 2),
    ],
    kube_pod_container_resource_limits: [
      of(serving, { pod, uid: 'a', container: 'llama-server', node: 'n', resource: 'memory', unit: 'byte' }, 4e9),
    ],
    kube_deployment_status_replicas_available: workloads.map((deployment) => of(serving, { deployment }, 2)),
    kube_statefulset_status_replicas_ready: workloads.map((statefulset) => of(serving, { statefulset }, 2)),
    kube_resourcequota: ['used', 'hard'].map((type) =>
      of(serving, { resourcequota: 'serving', resource: 'requests.cpu', type }, type === 'used' ? 40 : 164),
    ),
    kube_horizontalpodautoscaler_status_desired_replicas: [of(serving, { horizontalpodautoscaler: 'legal' }, 3)],
    kube_horizontalpodautoscaler_spec_max_replicas: [of(serving, { horizontalpodautoscaler: 'legal' }, 8)],
    kube_node_status_condition: [[{ node: 'gpu-2', condition: 'Ready', status: 'false' }, 1]],
    kube_job_failed: [of(store, { job_name: 'load-b', condition: 'true' })],
    kube_job_status_succeeded: [of(store, { job_name: 'load-a' })],
    kube_cronjob_status_last_successful_time: [of(store, { cronjob: 'collector' }, Date.now() / 1000 - 3600)],
  };
}

/** Containers and volumes of a node, as the kubelet and its cAdvisor show them. */
export function kubelet(serving: string, store: string, gateway: string, workload: string): Exposition {
  const pods: readonly (readonly [string, string, string])[] = [
    [serving, `${workload}-7d9f`, 'llama-server'],
    [store, 'weights-server-1', 'weights-server'],
    [gateway, 'gateway-1', 'envoy'],
  ];
  const each = (value: number): readonly Series[] =>
    pods.map(([namespace, pod, container]) => [{ namespace, pod, container, node: 'n', image: 'i' }, value]);
  const traffic: readonly Series[] = pods.map(([namespace, pod]) => [
    { namespace, pod, node: 'n', interface: 'eth0' },
    1e9,
  ]);
  const claim = { namespace: store, persistentvolumeclaim: 'model-store', node: 'n' };
  return {
    container_cpu_usage_seconds_total: each(1200),
    container_memory_rss: each(2e9),
    container_memory_working_set_bytes: each(3e9),
    container_network_receive_bytes_total: traffic,
    container_network_transmit_bytes_total: traffic,
    kubelet_volume_stats_used_bytes: [[claim, 2e11]],
    kubelet_volume_stats_capacity_bytes: [[claim, 1e12]],
  };
}

/** An exporter beside Ollama, and a weights server, as their tests show them. */
export const fleet: Exposition = {
  ollama_up: [[{}, 1]],
  ollama_model_loaded: [[{ model: 'llama3.1:8b' }, 1]],
  ollama_model_bytes: [[{ model: 'llama3.1:8b' }, 7.2e9]],
  ollama_model_vram_bytes: [[{ model: 'llama3.1:8b' }, 7.2e9]],
};

export const weightsServer: Exposition = {
  corral_weights_server_connections: [[{ state: 'active' }, 3]],
  corral_weights_server_connections_total: [[{}, 40]],
};
