/** Watches Services as a client does: how few ready endpoints each has had since the watch began. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from '../client/client';
import { isReady } from '../client/conditions';
import type { Kinds } from '../../../lib/kubernetes/kinds';
import { waitUntil } from '../client/wait';

const pollMilliseconds = 50;

/** Objects of one kind in all of these namespaces. */
const listIn = async <K extends 'EndpointSlice' | 'Pod'>(
  client: KubernetesClient,
  kind: K,
  namespaces: readonly string[],
): Promise<readonly Kinds[K][]> =>
  (await Promise.all(namespaces.map((namespace) => client.list(kind, { namespace })))).flat();

/** Ready endpoints by Service. */
async function endpoints(
  client: KubernetesClient,
  namespaces: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { metadata, endpoints: list } of await listIn(client, 'EndpointSlice', namespaces)) {
    const service = metadata?.labels?.['kubernetes.io/service-name'] ?? '';
    const ready = (list ?? []).filter(({ conditions }) => conditions?.ready !== false).length;
    counts.set(service, (counts.get(service) ?? 0) + ready);
  }
  return counts;
}

/** Ready pods by the Service that is named like their workload. */
async function readyPods(
  client: KubernetesClient,
  namespaces: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const pod of await listIn(client, 'Pod', namespaces)) {
    const service = pod.metadata?.labels?.['app.kubernetes.io/instance'];
    if (service !== undefined && isReady(pod)) counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return counts;
}

/** Waits until Services have heard of every pod that is ready: what comes after is told from what came before. */
const caughtUp = (client: KubernetesClient, namespaces: readonly string[]): Promise<unknown> =>
  waitUntil(
    'Services know their pods',
    async () => {
      const [known, pods] = await Promise.all([endpoints(client, namespaces), readyPods(client, namespaces)]);
      return [...pods].filter(([service, count]) => known.has(service) && known.get(service) !== count);
    },
    (behind) => behind.length === 0,
  );

/** Runs something and says the fewest ready endpoints that each Service of these namespaces had meanwhile. */
export async function fewestEndpoints(
  client: KubernetesClient,
  namespaces: readonly string[],
  during: () => Promise<unknown>,
): Promise<ReadonlyMap<string, number>> {
  await caughtUp(client, namespaces);
  const fewest = new Map<string, number>();
  const look = async () => {
    for (const [service, count] of await endpoints(client, namespaces))
      fewest.set(service, Math.min(fewest.get(service) ?? count, count));
  };
  await look();
  const over = new AbortController();
  const work = during().finally(() => over.abort());
  while (!over.signal.aborted) {
    await look();
    await sleep(pollMilliseconds);
  }
  await work;
  await look();
  return fewest;
}
