/** The RuntimeClass of pods with GPUs, for clusters where no GPU operator makes it. */
import { Construct } from 'constructs';
import { objectLabels } from '../kubernetes/labels';
import { object } from '../kubernetes/object';

/** The class and its handler, as the GPU operator names both. */
export const gpuRuntimeClassName = 'nvidia';

/** RuntimeClass `nvidia`: its pods go to nodes that have a GPU, and tolerate what keeps others off them. */
export class GpuRuntimeClass extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    object(this, 'runtime-class', 'RuntimeClass', {
      metadata: { name: gpuRuntimeClassName, labels: objectLabels({ component: 'runtime-class', instance: gpuRuntimeClassName }) },
      handler: gpuRuntimeClassName,
      scheduling: {
        nodeSelector: { 'nvidia.com/gpu.present': 'true' },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      },
    });
  }
}
