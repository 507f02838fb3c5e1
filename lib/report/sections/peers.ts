/** Pods of others, as the connectivity matrix names them. */
import type { Plan } from '../../plan';

type Peer = NonNullable<Plan['environment']['cluster']['monitoring']>;

/** `pods app=web of chat` */
export function peerText(peer: Peer): string {
  if (!('podLabels' in peer)) return `pods of ${peer.namespace}`;
  const labels = Object.entries(peer.podLabels).map(([key, value]) => `${key}=${value}`);
  return `pods ${labels.sort().join(',')} of ${peer.namespace}`;
}
