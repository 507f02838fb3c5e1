/** What Envoy does when it has too much to do: it refuses, before the kernel ends it. */
import { extension, type Part } from './parts';
import type { EnvoySettings } from './settings';

const heap = 'envoy.resource_monitors.fixed_heap';

const at = (name: string, value: number): Part => ({
  name,
  triggers: [{ name: heap, threshold: { value } }],
});

export const overloadManager = ({ maxHeap, maxConnections }: EnvoySettings): Part => ({
  refresh_interval: '0.25s',
  resource_monitors: [
    extension(heap, 'extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', { max_heap_size_bytes: maxHeap }),
    extension(
      'envoy.resource_monitors.global_downstream_max_connections',
      'extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
      { max_active_downstream_connections: maxConnections },
    ),
  ],
  actions: [
    at('envoy.overload_actions.shrink_heap', 0.9),
    at('envoy.overload_actions.disable_http_keepalive', 0.92),
    at('envoy.overload_actions.stop_accepting_requests', 0.95),
    at('envoy.overload_actions.stop_accepting_connections', 0.98),
  ],
});
