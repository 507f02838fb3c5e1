/**
 * Settings of nodes that help, each with its value and its reason; docs/explanation/node-tuning.md has those that do not.
 * A kernel setting may be made by a DaemonSet, everything else only by who makes the nodes.
 */

/** A key of `/proc/sys` with its value. */
export interface Sysctl {
  readonly key: string;
  readonly value: string;
  /** Whether a kernel may be built without it, and then needs no change. */
  readonly mayLack: boolean;
}

interface NodeSettingFacts {
  readonly because: string;
  readonly sysctl?: Sysctl;
  /** Fields of the kubelet's configuration. */
  readonly kubelet?: Readonly<Record<string, boolean | number>>;
  /** A command for each node, as root. */
  readonly command?: string;
}

export const nodeSettings = {
  'numa-balancing': {
    because: 'moving pages between sockets slows inference on CPUs of several sockets',
    sysctl: { key: 'kernel.numa_balancing', value: '0', mayLack: true },
  },
  'inotify-instances': {
    because: 'agents that follow logs take one for each container, and 128 are soon used up',
    sysctl: { key: 'fs.inotify.max_user_instances', value: '8192', mayLack: false },
  },
  'parallel-pulls': {
    because: 'an engine image is gigabytes, and one after the other they delay every pod of a new node',
    kubelet: { serializeImagePulls: false, maxParallelImagePulls: 4 },
  },
  'nfs-read-ahead': {
    because: 'many distributions read 128 KiB ahead, too little for the loaders and the weights server',
    command: `grep -q '^\\[nfsrahead\\]' /etc/nfs.conf 2>/dev/null || printf '[nfsrahead]\\ndefault=15360\\n' >> /etc/nfs.conf`,
  },
  'cpu-governor': {
    because: 'a clock that rises only under load makes every first token late',
    command: 'cpupower frequency-set -g performance',
  },
} as const satisfies Readonly<Record<string, NodeSettingFacts>>;

export type NodeSetting = keyof typeof nodeSettings;
export const nodeSettingNames = Object.keys(nodeSettings) as readonly NodeSetting[];

/** The facts of a setting, all fields of which any may have. */
export const factsOf = (setting: NodeSetting): NodeSettingFacts => nodeSettings[setting];

/** What the nodes of a pool are set to. */
export interface PoolTuningInput {
  /** Synth prints how each is set on such nodes, except for those that the DaemonSet sets. */
  readonly settings: readonly [NodeSetting, ...NodeSetting[]];
  /**
   * Lets a privileged DaemonSet set the kernel settings: in the namespace `cluster.namespaces.nodes`, which admits
   * privileged pods. The reason stands in the exemptions that it needs.
   * @default - none: the printed commands set them
   */
  readonly daemonSet?: { readonly reason: string };
}

/** Where nodes come from, as far as it decides what can be set on them. */
export type NodeOrigin = 'metal' | 'aws' | 'gke' | 'aks';

const byMachine = ['numa-balancing', 'inotify-instances', 'parallel-pulls', 'nfs-read-ahead'] as const;

/** Settings that can be made on such nodes without a DaemonSet. */
export const settableOn: Readonly<Record<NodeOrigin, readonly NodeSetting[]>> = {
  // The clock of a virtual machine is the hypervisor's.
  metal: nodeSettingNames,
  aws: byMachine,
  gke: ['parallel-pulls'],
  aks: [],
};

/** Kernel settings, which a DaemonSet can make on nodes of every origin. */
export const settableByDaemonSet = nodeSettingNames.filter((name) => factsOf(name).sysctl !== undefined);

/** The tuning of a pool, complete. */
export interface PoolTuning extends PoolTuningInput {
  readonly origin: NodeOrigin;
}

/** Kernel settings that a DaemonSet makes on the nodes of a pool. */
export const sysctlsOf = ({ settings, daemonSet }: PoolTuningInput): readonly Sysctl[] =>
  daemonSet === undefined ? [] : settings.flatMap((setting) => factsOf(setting).sysctl ?? []);
