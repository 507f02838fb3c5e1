/** What a counterexample is: a rule, the sentence that a cluster shows, and how. */
import { expect } from '@jest/globals';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import type { World } from '../world/world';

/** A copy of an object of the environment, by kind and name; the first of its kind without a name. */
export type Find = (kind: string, name?: string) => Manifest;

export interface Counterexample {
  /** Name of the rule. */
  readonly rule: string;
  /** What is shown, as the end of a sentence. */
  readonly shows: string;
  readonly prove: (world: World, find: Find) => Promise<void>;
}

/** Namespace in which engines run. */
export const serving = 'llm-serving';

/** An object with another name, and a value put at a path: `spec.template.spec.hostNetwork`. */
export function broken(manifest: Manifest, path: string, value: unknown): Manifest {
  const keys = path.split('.');
  const put = (node: unknown, depth: number): unknown => {
    const key = keys[depth] ?? '';
    const container = (node ?? {}) as Record<string, unknown>;
    const inner = depth === keys.length - 1 ? value : put(container[key], depth + 1);
    return Array.isArray(node)
      ? node.map((item: unknown, i) => (String(i) === key ? inner : item))
      : { ...container, [key]: inner };
  };
  return put(manifest, 0) as Manifest;
}

export const renamed = (manifest: Manifest, name: string): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, name },
});

/** A namespace of the cluster that the environment does not make: that of its Prometheus. */
export const others = 'monitoring';

/** A pod that breaks nothing, small, on no GPU. */
export const plainPod = (name: string, namespace = serving): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { counterexample: name } },
  spec: {
    priorityClassName: 'llm-batch',
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'a',
        image: 'registry.example/a:1',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
      },
    ],
  },
});

/** The server refuses an object, and says so. Nothing is stored. */
export async function refused({ plane }: World, manifest: Manifest, reason: RegExp): Promise<void> {
  await expect(plane.client.apply([manifest], { dryRun: true })).rejects.toThrow(reason);
}
