/** Watches Services as a client does: how few ready endpoints each has had since the watch began. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from '../client/client';

const pollMilliseconds = 50;

/** Ready endpoints by Service. */
async function endpoints(client: KubernetesClient, namespace: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { metadata, endpoints: list } of await client.list('EndpointSlice', { namespace })) {
    const service = metadata?.labels?.['kubernetes.io/service-name'] ?? '';
    const ready = (list ?? []).filter(({ conditions }) => conditions?.ready !== false).length;
    counts.set(service, (counts.get(service) ?? 0) + ready);
  }
  return counts;
}

/** Runs something and says the fewest ready endpoints that each Service had meanwhile. */
export async function fewestEndpoints(client: KubernetesClient, namespace: string, during: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const fewest = new Map<string, number>();
  const look = async () => {
    for (const [service, count] of await endpoints(client, namespace)) fewest.set(service, Math.min(fewest.get(service) ?? count, count));
  };
  await look();
  let isOver = false;
  const work = during().finally(() => { isOver = true; });
  while (!isOver) {
    await look();
    await sleep(pollMilliseconds);
  }
  await work;
  await look();
  return fewest;
}
