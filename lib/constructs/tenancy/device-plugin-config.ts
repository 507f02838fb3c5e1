/** Configuration of the NVIDIA device plugin for shared GPUs, where this environment owns it. */
import { Construct } from 'constructs';
import { dump } from 'js-yaml';
import { object, objectLabels } from '../../kubernetes/draw';

/** How the GPUs of the nodes that name this configuration are shared. */
export interface SharedGpus {
  /** Value of the node label `nvidia.com/device-plugin.config`, and key in the ConfigMap. */
  readonly name: string;
  readonly by: 'time-slicing' | 'mps';
  /** Pods per GPU. */
  readonly replicas: number;
}

export interface DevicePluginConfigProps {
  readonly namespace: string;
  readonly configurations: readonly SharedGpus[];
}

/**
 * The file that the device plugin reads. Shared GPUs get a name of their own (`nvidia.com/gpu.shared`), so that no pod
 * takes a share for a whole card, and a request for more than one is refused, since it would buy nothing.
 */
export function devicePluginFile({ by, replicas }: SharedGpus): string {
  const sharing = {
    renameByDefault: true,
    failRequestsGreaterThanOne: true,
    resources: [{ name: 'nvidia.com/gpu', replicas }],
  };
  return dump({
    version: 'v1',
    sharing: by === 'mps' ? { mps: { renameByDefault: true, resources: sharing.resources } } : { timeSlicing: sharing },
  });
}

/** A ConfigMap named like the construct, with a file for each way of sharing. */
export class DevicePluginConfig extends Construct {
  constructor(scope: Construct, id: string, { namespace, configurations }: DevicePluginConfigProps) {
    super(scope, id);
    object(this, 'config-map', 'ConfigMap', {
      metadata: { name: id, namespace, labels: objectLabels({ component: 'device-plugin', instance: id }) },
      data: Object.fromEntries(
        configurations.map((configuration) => [configuration.name, devicePluginFile(configuration)]),
      ),
    });
  }
}
