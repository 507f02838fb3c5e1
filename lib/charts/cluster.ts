/** What belongs to the whole cluster: priorities, the GPU runtime, local volumes, the cap on GPUs. */
import type { App } from 'cdk8s';
import { deviceClassOf } from '../catalog';
import {
  DevicePluginConfig,
  GpuCap,
  type GpuCapProps,
  GpuRuntimeClass,
  PriorityClasses,
  StaticVolumes,
} from '../constructs';
import { priorities, type Priority } from '../workload';
import { type Plan, priorityClassName, sharedNames } from '../plan';
import { gpuCapName, staticStorageClass } from './cluster-names';
import { namespacesOf } from './namespaces';
import { PlatformChart } from './platform-chart';

const purposes: Readonly<Record<Priority, string>> = {
  critical: 'For the weights server, which models need to start.',
  interactive: 'For models that answer interactive requests.',
  standard: 'For models without a priority in the environment.',
  batch: 'For batch models: they use free resources and never preempt other pods.',
};

/** Most units of each GPU resource, and devices of each class, that any pod of the plan asks for. */
function largestAsk({ servers }: Plan): Required<Pick<GpuCapProps, 'perPod' | 'perClaim'>> {
  const perPod: Record<string, number> = {};
  const perClaim: Record<string, number> = {};
  for (const {
    compute: { gpus },
  } of servers) {
    if (gpus === undefined) continue;
    const deviceClass = deviceClassOf(gpus.resource);
    const [cap, key] = deviceClass === undefined ? [perPod, gpus.resource] : [perClaim, deviceClass];
    cap[key] = Math.max(cap[key] ?? 0, gpus.count);
  }
  return { perPod, perClaim };
}

export class ClusterChart extends PlatformChart {
  constructor(app: App, plan: Plan) {
    super(app, 'cluster', 'cluster', plan.environment.objects);
    const { environment } = plan;
    if (environment.cluster.priorityClasses === 'owned') this.priorities(plan);
    if (environment.cluster.runtimeClass === 'owned') new GpuRuntimeClass(this, 'runtime-class');
    new GpuCap(this, gpuCapName(environment), { namespaces: namespacesOf(plan), ...largestAsk(plan) });
    this.staticVolumes(plan);
    this.devicePlugin(plan);
  }

  private priorities({ environment }: Plan): void {
    new PriorityClasses(this, 'priorities', {
      classes: priorities.map((priority) => ({
        name: priorityClassName(priority),
        value: environment.priorities[priority],
        preempts: priority !== 'batch',
        description: purposes[priority],
      })),
    });
  }

  private staticVolumes({ environment, servers }: Plan): void {
    const used = new Set(
      servers.filter(({ workload }) => workload.local.kind === 'static').flatMap(({ workload }) => workload.pools),
    );
    const disks = Object.values(environment.nodePools)
      .filter(({ name }) => used.has(name))
      .flatMap(({ nodeNames = [], nvme }) => nodeNames.flatMap((node) => nvme.map((disk) => ({ node, ...disk }))));
    if (disks.length > 0)
      new StaticVolumes(this, sharedNames.staticVolumes, { storageClass: staticStorageClass(environment), disks });
  }

  private devicePlugin({ environment }: Plan): void {
    const configurations = Object.values(environment.nodePools).flatMap(({ name, gpu }) =>
      gpu !== undefined &&
      (gpu.sharing.by === 'time-slicing' || gpu.sharing.by === 'mps') &&
      gpu.sharing.devicePlugin === 'owned'
        ? [{ name, by: gpu.sharing.by, replicas: gpu.sharing.replicas }]
        : [],
    );
    if (configurations.length > 0) {
      new DevicePluginConfig(this, sharedNames.devicePlugin, {
        namespace: environment.cluster.devicePluginNamespace,
        configurations,
      });
    }
  }
}
