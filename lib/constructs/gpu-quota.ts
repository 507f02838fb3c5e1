/** What a namespace may ask for: GPUs by resource name, CPU, memory and storage, each with the sum that it comes from. */
import { Construct } from 'constructs';
import type { Derived } from '../core/derived';
import { annotations, objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

export interface GpuQuotaProps {
  readonly namespace: string;
  /** Canonical quantities by quota key: `requests.nvidia.com/gpu`, `requests.cpu`, `limits.memory`, `requests.storage`. */
  readonly hard: Readonly<Record<string, Derived<string>>>;
}

/** A ResourceQuota named like the construct. Extended resources are counted as `requests.` only: any other form is accepted and never enforced. */
export class GpuQuota extends Construct {
  constructor(scope: Construct, id: string, { namespace, hard }: GpuQuotaProps) {
    super(scope, id);
    const entries = Object.entries(hard).sort(([a], [b]) => (a < b ? -1 : 1));
    object(this, 'quota', 'ResourceQuota', {
      metadata: {
        name: id,
        namespace,
        labels: objectLabels({ component: 'quota', instance: id }),
        annotations: annotations(Object.fromEntries(entries.map(([key, { because }]) => [`because.${key.replaceAll('/', '.')}`, because]))),
      },
      spec: { hard: Object.fromEntries(entries.map(([key, { value }]) => [key, value])) },
    });
  }
}
