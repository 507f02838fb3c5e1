/**
 * Real nodes: a control plane, kubelets that run pods, packets that policies stop. Everything is in namespaces of its
 * own, and gone with the process that started it.
 */
import { mkdir } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Families, usualFamilies } from '../../../lib/core/families';
import { messageOf } from '../../../scripts/toolchain/errors';
import { Leash } from '../../../scripts/toolchain/leash';
import { ensureTools } from '../../../scripts/toolchain/tools';
import type { KubernetesClient } from '../../cluster/client/client';
import type { Kubectl } from '../../cluster/client/kubectl';
import { waitUntil } from '../../cluster/client/wait';
import { endsAfterFailure, keepLogs, noteStart } from '../../cluster/control-plane/kept-logs';
import { nodeRoot } from '../../components/node-root';
import { controlPlaneTools, nodeTools } from '../../components/sets';
import { secondsSince } from '../../figures/figures';
import { count } from '../claims';
import { Cgroups } from './cgroups';
import { startControl, type Control } from './control';
import { dnsObjects } from './dns';
import { certify, Hub, type Certificates } from './hub';
import { systemImages, writeImages, type ImageName } from './images/images';
import { Machine } from './machine';
import { addresses, connectAll, connectNode } from './network';
import { Node } from './node';
import type { Passage } from './passage';
import { requirePossible } from './possible';

export interface StandOptions {
  /** Images beside those of the cluster itself. */
  readonly images: readonly ImageName[];
  /** One node for each entry. @default - one without GPUs and labels */
  readonly nodes?: readonly { readonly gpus?: number; readonly labels?: Readonly<Record<string, string>> }[];
  /** Arguments of the controller manager. @default - none */
  readonly controllerManager?: readonly string[];
  /** Address families of the cluster, its own first. @default - IPv4 */
  readonly families?: Families;
}

/** Memory that pods of a node can have; the kubelet sees the machine's, whatever that is. */
const podMemoryMib = 11 * 1024;

const names = 'abcdef';

export class Stand {
  private constructor(
    private readonly leash: Leash,
    private readonly control: Control,
    /** All machines: those of the nodes, too. */
    readonly machines: readonly Machine[],
    /** What is the internet for the others. */
    readonly outside: Machine,
    readonly nodes: readonly Node[],
    readonly hub: Hub,
    readonly cgroups: Cgroups,
    /** Those of the hub. */
    readonly certificates: Certificates,
  ) {}

  get client(): KubernetesClient {
    return this.control.client;
  }

  get kubectl(): Kubectl {
    return this.control.kubectl;
  }

  /** Path of the administrator's kubeconfig. */
  get kubeconfig(): string {
    return this.control.kubeconfig;
  }

  /** The same for programs on one of its machines. */
  get kubeconfigInside(): string {
    return this.control.credentials.kubeconfig('admin');
  }

  /** All that it writes is below this folder. */
  get folder(): string {
    return this.leash.folder;
  }

  static async start(options: StandOptions): Promise<Stand> {
    requirePossible();
    await ensureTools([...controlPlaneTools, ...nodeTools]);
    const start = Date.now();
    const leash = await Leash.hold(join(tmpdir(), 'corral-node-'));
    try {
      await mkdir(join(leash.folder, 'logs'));
      const stand = await startAll(leash, options);
      noteStart(leash.folder);
      count('harness', { stands: 1, nodes: stand.nodes.length, 'seconds to start them': secondsSince(start) });
      leash.unref();
      const { control, machines, outside, nodes, hub, cgroups, certificates } = stand;
      return new Stand(leash, control, machines, outside, nodes, hub, cgroups, certificates);
    } catch (error) {
      const logs = await keepLogs(leash.folder);
      await leash.release();
      throw new Error(`${messageOf(error)}\n  logs of the stand: ${logs}`, { cause: error });
    }
  }

  /** The node that a pod runs on. */
  async nodeOf(namespace: string, pod: string): Promise<Node> {
    const { spec } = await this.client.get('Pod', pod, namespace);
    const node = this.nodes.find(({ name }) => name === spec?.nodeName);
    if (node === undefined) throw new Error(`pod ${namespace}/${pod} is on no node of the stand: ${spec?.nodeName}`);
    return node;
  }

  /** Connections that leave from a running pod. */
  async from(namespace: string, pod: string): Promise<Passage> {
    return (await this.nodeOf(namespace, pod)).passage(namespace, pod);
  }

  /** Lets a server that listens on a socket file be reached at a port of the control plane's machine. */
  relay(port: number, path: string): Promise<void> {
    return this.control.machine.relay({ host: addresses.control, port }, path);
  }

  async stop(): Promise<void> {
    if (endsAfterFailure(this.folder)) await keepLogs(this.folder);
    await this.control.end();
    await this.leash.release();
  }
}

async function startAll(
  leash: Leash,
  { images, nodes: wanted = [{}], controllerManager, families = usualFamilies }: StandOptions,
): Promise<{
  readonly control: Control;
  readonly machines: readonly Machine[];
  readonly outside: Machine;
  readonly nodes: readonly Node[];
  readonly hub: Hub;
  readonly cgroups: Cgroups;
  readonly certificates: Certificates;
}> {
  const packages = nodeRoot();
  const cgroups = Cgroups.make(leash);
  const certificates = certify(join(leash.folder, 'certificates'));
  const start = (name: string, pods: boolean) => {
    const cgroup = cgroups.ofMachine(name);
    return Machine.start(leash, { name, packages: pods ? packages : undefined, cgroups: cgroup.folders }).then(
      (machine) => ({ machine, cgroup: cgroup.path }),
    );
  };
  const [control, outside, ...machines] = await Promise.all([
    start('control', false),
    start('outside', false),
    ...wanted.map((_, index) => start(`node-${names[index]}`, true)),
  ]);
  if (control === undefined || outside === undefined) throw new Error('a stand has two machines beside its nodes');
  connectAll(
    control.machine,
    outside.machine,
    machines.map(({ machine }) => machine),
    families,
  );
  const tars = join(leash.folder, 'images');
  await mkdir(tars);
  const files = await writeImages(tars, [...systemImages, ...images], {
    packages,
    authority: certificates.authority,
  });
  const plane = await startControl(leash, control.machine, {
    nodes: machines.map(({ machine }) => machine.name),
    controllerManager,
    families,
  });
  const hub = await Hub.open(leash, outside.machine, certificates, families);
  const reservedMemoryMib = Math.floor(totalmem() / 2 ** 20) - podMemoryMib;
  const nodes = await Promise.all(
    machines.map(({ machine, cgroup }, index) =>
      Node.start({
        machine,
        families,
        connect: () => connectNode(control.machine, machine, index, machines.length, families),
        forgetPods: () => cgroups.removePods(machine.name),
        index,
        cgroup,
        credentials: plane.credentials,
        client: plane.client,
        images: files,
        reservedMemoryMib,
        ...wanted[index],
      }),
    ),
  );
  await plane.client.apply(dnsObjects(families), { fieldManager: 'cluster-team' });
  await waitUntil(
    'the DNS of the cluster is available',
    () => plane.client.get('Deployment', 'coredns', 'kube-system'),
    ({ status }) => status?.availableReplicas === 1,
    { seconds: 240 },
  );
  const all = [control, outside, ...machines].map(({ machine }) => machine);
  return { control: plane, machines: all, outside: outside.machine, nodes, hub, cgroups, certificates };
}
