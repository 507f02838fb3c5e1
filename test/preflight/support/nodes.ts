/** What is changed of nodes, and what creates them. */
import type { LiveObject } from '../../../lib/internal';
import { changing } from './declared';

/** A NodePool of Karpenter that takes every machine. */
export const nodePool = (limits: object = {}): LiveObject => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name: 'all' },
  spec: { template: { spec: {} }, limits },
});

export const tainted = (name: string, key: string, value: string) =>
  changing('Node', name, (node) => ({ ...node, spec: { taints: [{ key, value, effect: 'NoSchedule' }] } }));
