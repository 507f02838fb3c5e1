/**
 * What a container of the namespace gets when it asks for nothing: memory, and a request for CPU. Never a limit on CPU,
 * never a GPU.
 */
import { Construct } from 'constructs';
import { type Bytes, bytesQuantity, cpuQuantity, type Millicores } from '../../core';
import { object, objectLabels } from '../../kubernetes/draw';
import { unstatedWants } from '../../workload';

export interface MemoryDefaultsProps {
  readonly namespace: string;
  /** Request and limit. @default 256 MiB */
  readonly memory?: Bytes;
  /** Request only: a default limit would throttle engines that count the host's cores. @default 0.1 cores */
  readonly cpu?: Millicores;
}

/**
 * A LimitRange named like the construct. GPUs stay out: even a `max` becomes a default, and puts a GPU into every
 * container.
 */
export class MemoryDefaults extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { namespace, memory = unstatedWants.memory, cpu = unstatedWants.cpu }: MemoryDefaultsProps,
  ) {
    super(scope, id);
    object(this, 'limit-range', 'LimitRange', {
      metadata: { name: id, namespace, labels: objectLabels({ component: 'memory-defaults', instance: id }) },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { memory: bytesQuantity(memory) },
            defaultRequest: { memory: bytesQuantity(memory), cpu: cpuQuantity(cpu) },
          },
        ],
      },
    });
  }
}
