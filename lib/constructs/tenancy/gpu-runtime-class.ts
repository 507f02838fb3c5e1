/** The RuntimeClass of pods with GPUs, for clusters where no GPU operator makes it. */
import { Construct } from 'constructs';
import { object, objectLabels } from '../../kubernetes/draw';
import { gpuRuntimeClass } from '../../kubernetes/kinds';

export interface GpuRuntimeClassProps {
  /**
   * Labels of the nodes whose runtime knows the handler. The GPU operator sets `nvidia.com/gpu.present: "true"`;
   * without it no node has that label. @default - none: the pods' own node pools say where they go
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** RuntimeClass `nvidia`: its pods tolerate what keeps others off GPU nodes. */
export class GpuRuntimeClass extends Construct {
  constructor(scope: Construct, id: string, { nodeSelector }: GpuRuntimeClassProps = {}) {
    super(scope, id);
    object(this, 'runtime-class', 'RuntimeClass', {
      metadata: {
        name: gpuRuntimeClass,
        labels: objectLabels({ component: 'runtime-class', instance: gpuRuntimeClass }),
      },
      handler: gpuRuntimeClass,
      scheduling: {
        nodeSelector: nodeSelector === undefined ? undefined : { ...nodeSelector },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      },
    });
  }
}
