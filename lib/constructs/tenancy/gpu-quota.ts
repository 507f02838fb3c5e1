/**
 * What a namespace may ask for: GPUs by resource name, CPU, memory and storage, each with the sum that it comes from.
 */
import { Construct } from 'constructs';
import { deviceClassOf } from '../../catalog';
import { childPath, type Derived, refuse } from '../../core';
import { annotations, object, objectLabels } from '../../kubernetes/draw';

export interface GpuQuotaProps {
  readonly namespace: string;
  /**
   * Canonical quantities by quota key: `requests.nvidia.com/gpu`, `requests.cpu`, `limits.memory`, `requests.storage`,
   * `gpu.nvidia.com.deviceclass.resource.k8s.io/devices`.
   */
  readonly hard: Readonly<Record<string, Derived<string>>>;
}

/** Keys of quotas that have a slash and are no extended resource. */
const isOther = (key: string): boolean =>
  key.startsWith('count/') || key.includes('.storageclass.storage.k8s.io/') || deviceClassOf(key) !== undefined;

function checkKey(id: string, key: string): void {
  if (!key.includes('/') || key.startsWith('requests.') || isOther(key)) return;
  refuse(
    'InertQuota',
    childPath(id, 'hard', key),
    'is accepted by Kubernetes but never enforced: a quota counts the requests of extended resources',
    { fix: `requests.${key.replace(/^limits\./, '')}` },
  );
}

/**
 * A ResourceQuota named like the construct. Extended resources are counted as `requests.` only.
 *
 * @throws FaultError `InertQuota` for a key that the API server would take and ignore
 */
export class GpuQuota extends Construct {
  constructor(scope: Construct, id: string, { namespace, hard }: GpuQuotaProps) {
    super(scope, id);
    const entries = Object.entries(hard).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key] of entries) checkKey(id, key);
    object(this, 'quota', 'ResourceQuota', {
      metadata: {
        name: id,
        namespace,
        labels: objectLabels({ component: 'quota', instance: id }),
        annotations: annotations(
          Object.fromEntries(entries.map(([key, { because }]) => [`because.${key.replaceAll('/', '.')}`, because])),
        ),
      },
      spec: { hard: Object.fromEntries(entries.map(([key, { value }]) => [key, value])) },
    });
  }
}
