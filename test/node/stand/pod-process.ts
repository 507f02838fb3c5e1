/** The processes of pods, as their node sees them. */
import type { Stand } from './stand';

/** Process id, on its node, of a container that runs in a pod. @throws where no such container runs */
export async function processOf(stand: Stand, namespace: string, pod: string, container?: string): Promise<number> {
  const { status } = await stand.client.get('Pod', pod, namespace);
  const running = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(
    ({ name, state }) => state?.running !== undefined && (container === undefined || name === container),
  );
  const id = running?.containerID?.split('://')[1];
  if (id === undefined) throw new Error(`no container ${container ?? ''} of pod ${namespace}/${pod} runs`);
  const node = await stand.nodeOf(namespace, pod);
  const line = (await node.ctr(['tasks', 'ls'])).split('\n').find((text) => text.startsWith(id));
  return Number(line?.trim().split(/\s+/)[1]);
}
