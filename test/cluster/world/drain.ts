/**
 * Drains a node as kubectl does: cordons it and evicts its pods through the eviction API, which respects disruption
 * budgets.
 */
import type { IPod } from 'kubernetes-models/v1';
import type { KubernetesClient } from '../client/client';
import { ApiError } from '../client/request';
import { waitUntil } from '../client/wait';

const tooManyRequests = 429;
const notFound = 404;

const ownedByDaemonSet = ({ metadata }: IPod): boolean =>
  metadata?.ownerReferences?.some(({ kind }) => kind === 'DaemonSet') ?? false;

/**
 * Asks for one eviction; says why not when a budget forbids it for now. kubectl asks again after five seconds, this at
 * the next look.
 */
async function evict(client: KubernetesClient, { metadata }: IPod): Promise<string | undefined> {
  const { name = '', namespace = '' } = metadata ?? {};
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  try {
    await client.connection.send('POST', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, { body });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status === notFound) return undefined;
    if (error instanceof ApiError && error.status === tooManyRequests) return `${namespace}/${name}: ${error.message}`;
    throw error;
  }
}

export const uncordon = (client: KubernetesClient, node: string): Promise<unknown> =>
  client.patch('Node', node, undefined, { spec: { unschedulable: null } });

/** Resolves when no pod of the node is left but those of DaemonSets; fails with what was refused last. */
export async function drain(client: KubernetesClient, node: string, seconds = 300): Promise<void> {
  await client.patch('Node', node, undefined, { spec: { unschedulable: true } });
  let refused: readonly string[] = [];
  await waitUntil(
    `node ${node} is empty`,
    async () => {
      const pods = (await client.list('Pod', { fields: { 'spec.nodeName': node } })).filter(
        (pod) => !ownedByDaemonSet(pod),
      );
      const answers = await Promise.all(
        pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined).map((pod) => evict(client, pod)),
      );
      refused = answers.filter((answer) => answer !== undefined);
      return pods.map(({ metadata }) => metadata?.name ?? '');
    },
    (left) => left.length === 0,
    { seconds, describe: (left) => ({ left, refused }) },
  );
}
