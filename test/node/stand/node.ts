/** A node: containerd, a real kubelet, kube-proxy, and an enforcer of NetworkPolicies, on a machine of the stand. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { IPod } from 'kubernetes-models/v1';
import { type Families, hasFamily } from '../../../lib/core/families';
import type { ComponentName } from '../../../scripts/toolchain/components';
import { plainEnvironment, type Leashed } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import type { KubernetesClient } from '../../cluster/client/client';
import { waitUntil } from '../../cluster/client/wait';
import type { Credentials } from '../../cluster/control-plane/credentials';
import type { Machine } from './machine';
import { addressesOf } from './network';
import type { Passage } from './passage';

const socket = '/run/containerd/containerd.sock';

/** What a node is started with. */
export interface NodeOptions {
  readonly machine: Machine;
  /** Connects the machine with the others, when it was switched on again. */
  readonly connect: () => void;
  /** Removes control groups of its pods, which do not outlive a machine. */
  readonly forgetPods: () => Promise<void>;
  /** Address families of the cluster. */
  readonly families: Families;
  /** Place among the nodes, from zero: it gives the node its addresses. */
  readonly index: number;
  /** Path of its control group. */
  readonly cgroup: string;
  readonly credentials: Credentials;
  readonly client: KubernetesClient;
  /** Tar files of images that it has. */
  readonly images: readonly string[];
  /** Memory that pods cannot have, in MiB. */
  readonly reservedMemoryMib: number;
  /** GPUs that do not exist, and that its kubelet assigns. @default 0 */
  readonly gpus?: number;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

const containerdConfig = (machine: Machine): string => `version = 3
[grpc]
address = "${socket}"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "localhost/pause:1"
[plugins.'io.containerd.cri.v1.runtime']
# The machine does not let a process lower its own score.
restrict_oom_score_adj = true
[plugins.'io.containerd.cri.v1.runtime'.containerd]
default_runtime_name = "runc"
${['runc', 'nvidia']
  .map(
    (name) => `[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.${name}]
runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.${name}.options]
SystemdCgroup = false
`,
  )
  .join('')}[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ["/usr/lib/cni"]
conf_dir = "${join(machine.folder, 'etc', 'cni')}"
`;

const cniConfig = (index: number, families: Families): unknown => ({
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      // A route for each pod. On a bridge pods are neighbours of each other, and the kernel keeps at most a thousand
      // neighbours for all networks of the machine: thirty pods that all talk to each other are too many.
      type: 'ptp',
      ipam: {
        type: 'host-local',
        ranges: addressesOf(families).map(({ podsOf }) => [{ subnet: podsOf(index) }]),
        routes: families.map((family) => ({ dst: family === 'IPv4' ? '0.0.0.0/0' : '::/0' })),
      },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});

const kubeletConfig = ({ cgroup, reservedMemoryMib, families }: NodeOptions): unknown => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  // It is alone in its network.
  authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
  authorization: { mode: 'AlwaysAllow' },
  clusterDomain: 'cluster.local',
  clusterDNS: [addressesOf(families)[0].dns],
  containerRuntimeEndpoint: `unix://${socket}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: cgroup,
  failCgroupV1: false,
  failSwapOn: false,
  maxOpenFiles: 20_000,
  systemReserved: { memory: `${reservedMemoryMib}Mi` },
  evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  // No image that is removed could be pulled again.
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
  nodeStatusUpdateFrequency: '2s',
  // How long a volume may hold more than its limit before that is seen.
  volumeStatsAggPeriod: '5s',
});

const proxyConfig = (name: string, kubeconfig: string, families: Families): unknown => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  clientConnection: { kubeconfig },
  hostnameOverride: name,
  mode: 'nftables',
  clusterCIDR: addressesOf(families)
    .map(({ pods }) => pods)
    .join(','),
  // Sizes of the machine's tables are the machine's.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
});

export class Node {
  private readonly programs = new Map<ComponentName, Leashed>();
  private readonly passages = new Map<string, Promise<Passage>>();

  private constructor(private readonly options: NodeOptions) {}

  get name(): string {
    return this.machine.name;
  }

  get machine(): Machine {
    return this.options.machine;
  }

  /** Path of its control group. */
  get cgroup(): string {
    return this.options.cgroup;
  }

  static async start(options: NodeOptions): Promise<Node> {
    const node = new Node(options);
    const etc = join(options.machine.folder, 'etc');
    await mkdir(join(etc, 'cni'), { recursive: true });
    await Promise.all([
      writeFile(join(etc, 'containerd.toml'), containerdConfig(options.machine)),
      writeFile(join(etc, 'cni', 'pods.conflist'), JSON.stringify(cniConfig(options.index, options.families))),
      writeFile(join(etc, 'kubelet.yaml'), JSON.stringify(kubeletConfig(options))),
      writeFile(
        join(etc, 'kube-proxy.yaml'),
        JSON.stringify(proxyConfig(node.name, options.credentials.kubeconfig('kube-proxy'), options.families)),
      ),
    ]);
    await node.startRuntime();
    for (const image of options.images) await node.ctr(['images', 'import', '--digests=false', '--local', image]);
    await node.startServices();
    await node.ready();
    await node.enforce();
    return node;
  }

  private async startProgram(
    name: ComponentName,
    args: readonly string[],
    extra: readonly ComponentName[] = [],
  ): Promise<Leashed> {
    const folders = await Promise.all(extra.map(async (other) => dirname(await toolPath(other))));
    const program = await this.machine.inside.start({
      file: await toolPath(name),
      args,
      cwd: '/',
      env: plainEnvironment({
        HOME: this.machine.folder,
        PATH: [...folders, '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'),
      }),
      log: join(this.machine.inside.folder, 'logs', `${this.name}-${name}.log`),
    });
    this.programs.set(name, program);
    return program;
  }

  private async startRuntime(): Promise<void> {
    await this.startProgram(
      'containerd',
      [`--config=${join(this.machine.folder, 'etc', 'containerd.toml')}`],
      ['containerd-shim-runc-v2'],
    );
    await waitUntil(
      'containerd answers',
      () =>
        this.ctr(['version']).then(
          () => true,
          () => false,
        ),
      (answers) => answers,
    );
  }

  private async startServices(): Promise<void> {
    await this.startKubelet();
    await this.startProgram('kube-proxy', [`--config=${join(this.machine.folder, 'etc', 'kube-proxy.yaml')}`]);
  }

  async startKubelet(): Promise<void> {
    const { index, credentials, labels = {}, gpus = 0, families } = this.options;
    const labelled = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    await this.startProgram('kubelet', [
      `--config=${join(this.machine.folder, 'etc', 'kubelet.yaml')}`,
      `--kubeconfig=${credentials.kubeconfig(this.name)}`,
      `--hostname-override=${this.name}`,
      `--node-ip=${addressesOf(families)
        .map(({ node }) => node(index))
        .join(',')}`,
      `--cert-dir=${join(this.machine.folder, 'pki')}`,
      ...(labelled.length > 0 ? [`--node-labels=${labelled.join(',')}`] : []),
    ]);
    if (gpus > 0 && !this.programs.has('fake-gpu')) await this.startProgram('fake-gpu', [`--count=${gpus}`]);
  }

  /** Ends one of its programs at once: `kubelet` leaves its pods running. */
  async kill(name: ComponentName): Promise<void> {
    const program = this.programs.get(name);
    program?.kill();
    await program?.exited;
    this.programs.delete(name);
  }

  private async ready(): Promise<void> {
    await waitUntil(
      `node ${this.name} is Ready`,
      () => this.options.client.get('Node', this.name).catch(() => undefined),
      (node) => node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
      { seconds: 240 },
    );
  }

  /** Starts to enforce NetworkPolicies. The Node must exist: without it the enforcer ends, and everything is open. */
  async enforce(): Promise<void> {
    const { families } = this.options;
    await this.startProgram('kube-router', [
      '--run-firewall=true',
      '--run-router=false',
      '--run-service-proxy=false',
      '--run-loadbalancer=false',
      `--kubeconfig=${this.options.credentials.kubeconfig('kube-router')}`,
      `--hostname-override=${this.name}`,
      `--enable-ipv4=${hasFamily(families, 'IPv4')}`,
      `--enable-ipv6=${hasFamily(families, 'IPv6')}`,
      `--service-cluster-ip-range=${addressesOf(families)
        .map(({ services }) => services)
        .join(',')}`,
    ]);
  }

  /**
   * Ends everything that runs on it, pods too, and starts it again, as a loss of power does: its disk stays. Passages
   * into its pods end.
   */
  async restart(): Promise<void> {
    await this.machine.kill();
    this.programs.clear();
    this.passages.clear();
    await this.options.forgetPods();
    await this.machine.switchOn();
    this.options.connect();
    await this.startRuntime();
    await this.startServices();
    await this.enforce();
  }

  /** Lets every packet pass: ends the enforcer and removes its rules. */
  async letPass(): Promise<void> {
    await this.kill('kube-router');
    this.machine.run([await toolPath('kube-router'), '--cleanup-config']);
  }

  /** Runs containerd's client, for the containers of the kubelet. */
  async ctr(args: readonly string[]): Promise<string> {
    return this.machine.run([await toolPath('ctr'), '--address', socket, '--namespace', 'k8s.io', ...args]);
  }

  /** Connections that leave from a pod of this node. */
  passage(namespace: string, pod: string): Promise<Passage> {
    const key = `${namespace}/${pod}`;
    const known = this.passages.get(key) ?? this.passageOf(namespace, pod);
    this.passages.set(key, known);
    return known;
  }

  private async passageOf(namespace: string, pod: string): Promise<Passage> {
    const [process] = await this.processesOf([await this.options.client.get('Pod', pod, namespace)]);
    return this.machine.passage([addressesOf(this.options.families)[0].dns], process);
  }

  /** For each of some pods of this node, the process id of one of its containers, as the machine sees it. */
  async processesOf(pods: readonly IPod[]): Promise<readonly number[]> {
    const tasks = (await this.ctr(['tasks', 'ls'])).split('\n').map((line) => line.trim().split(/\s+/));
    return pods.map(({ metadata, status }) => {
      const running = status?.containerStatuses?.find(({ state }) => state?.running !== undefined);
      const id = running?.containerID?.split('://')[1];
      const process = tasks.find(([container]) => container === id)?.[1];
      if (process === undefined) throw new Error(`no container of pod ${metadata?.namespace}/${metadata?.name} runs`);
      return Number(process);
    });
  }
}
