/** A control plane that somebody with few rights looks at, while the server notes every request of theirs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { INode, IServiceAccount } from 'kubernetes-models/v1';
import { parseEnvironment, type EnvironmentInput, type Manifest } from '../../../lib';
import { ensureTools, toolPath } from '../../../scripts/toolchain/tools';
import { controlPlaneTools } from '../../components/sets';
import { ControlPlane } from '../../cluster/control-plane/control-plane';
import { joinNodes } from '../../cluster/nodes';
import { machinesOf } from '../../cluster/world/machines';
import { neighboursOf } from '../../cluster/world/neighbours';

const account = { namespace: 'kube-system', name: 'preflight' } as const;
const stranger = { namespace: 'kube-system', name: 'no-rights' } as const;

/** A request as the audit log has it. */
export interface Request {
  readonly verb: string;
  readonly requestURI: string;
  readonly objectRef?: { readonly resource: string; readonly apiGroup?: string };
}

const userName = ({ namespace, name }: typeof account | typeof stranger): string =>
  `system:serviceaccount:${namespace}:${name}`;

const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', users: [userName(account)] }, { level: 'None' }],
};

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority': string } },
  ];
}

/**
 * A control plane with the machines that joined it. Nothing runs beside it: the commands under test block this process.
 */
export interface World {
  readonly plane: ControlPlane;
  readonly machines: readonly INode[];
}

export interface LookedAt {
  readonly world: World;
  /** Contexts: `rack-1`, which may look; `no-rights`, `expired`, `away`, `untrusted`. */
  readonly kubeconfig: string;
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  requests(): Promise<readonly Request[]>;
  end(): Promise<void>;
}

async function tokenOf({ plane }: World, { namespace, name }: typeof account | typeof stranger): Promise<string> {
  const serviceAccount: IServiceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } };
  await plane.client.create('ServiceAccount', serviceAccount);
  const { body } = await plane.client.connection.send(
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    },
  );
  return (body as { readonly status: { readonly token: string } }).status.token;
}

async function writeKubeconfig(world: World, path: string): Promise<void> {
  const {
    clusters: [{ cluster }],
  } = JSON.parse(await readFile(world.plane.kubeconfig, 'utf8')) as Kubeconfig;
  const users = { looker: await tokenOf(world, account), nobody: await tokenOf(world, stranger), expired: 'a.b.c' };
  const context = (name: string, at: string, user: keyof typeof users) => ({ name, context: { cluster: at, user } });
  await writeFile(
    path,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'here', cluster },
        { name: 'away', cluster: { ...cluster, server: 'https://127.0.0.1:9' } },
        { name: 'untrusted', cluster: { server: cluster.server } },
      ],
      users: Object.entries(users).map(([name, token]) => ({ name, user: { token } })),
      contexts: [
        context('rack-1', 'here', 'looker'),
        context('no-rights', 'here', 'nobody'),
        context('expired', 'here', 'expired'),
        context('away', 'away', 'looker'),
        context('untrusted', 'untrusted', 'looker'),
      ],
    }),
  );
}

/**
 * Pods of others that an environment talks to, a Service where names are resolved, and where the API server answers.
 */
const others: readonly Manifest[] = [
  ...[
    ['kube-system', 'k8s-app', 'kube-dns'],
    ['gateway', 'app.kubernetes.io/name', 'gateway'],
    ['monitoring', 'app.kubernetes.io/name', 'prometheus'],
  ].map(([namespace, label = '', name = '']) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels: { [label]: name } },
    spec: { containers: [{ name: 'main', image: 'registry.example/other:1' }] },
  })),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'kube-system', name: 'kube-dns', labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      clusterIP: '10.96.0.10',
      selector: { 'k8s-app': 'kube-dns' },
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }],
    },
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'default', name: 'kubernetes', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.0.2.10'] }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  },
];

/** As much of Karpenter as a cluster shows. */
const karpenter: Manifest = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'nodepools.karpenter.sh' },
  spec: {
    group: 'karpenter.sh',
    scope: 'Cluster',
    names: { plural: 'nodepools', singular: 'nodepool', kind: 'NodePool' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

/** Custom resources in the group of a metrics API, which the API server then serves and registers itself. */
export const metrics: Manifest = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'values.custom.metrics.k8s.io',
    annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
  },
  spec: {
    group: 'custom.metrics.k8s.io',
    scope: 'Cluster',
    names: { plural: 'values', singular: 'value', kind: 'Value' },
    versions: [{ name: 'v1beta1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

/** Waits until the metrics API is there, and answers. */
export async function metricsAnswer({ kubectl }: World['plane']): Promise<void> {
  await kubectl.run(['wait', '--for=create', 'apiservice/v1beta1.custom.metrics.k8s.io', '--timeout=180s']);
  await kubectl.run([
    'wait',
    '--for=condition=Available',
    'apiservice/v1beta1.custom.metrics.k8s.io',
    '--timeout=180s',
  ]);
}

async function furnish({ plane }: World, role: Manifest): Promise<void> {
  await plane.client.apply(
    [
      ...others,
      karpenter,
      metrics,
      role,
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'preflight' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
        subjects: [{ kind: 'ServiceAccount', ...account }],
      },
    ],
    { fieldManager: 'cluster-team' },
  );
  await metricsAnswer(plane);
  await plane.kubectl.run(['wait', '--for=condition=Established', 'crd/nodepools.karpenter.sh', '--timeout=180s']);
  await plane.kubectl.run(['rollout', 'status', 'daemonset/node-daemons', '-n', 'kube-system', '--timeout=180s']);
}

async function startWorld(input: EnvironmentInput, apiServer: readonly string[]): Promise<World> {
  const { environment } = parseEnvironment(input);
  if (environment === undefined) throw new Error(`${input.name} does not parse`);
  const plane = await ControlPlane.start({ apiServer });
  const machines = [...machinesOf(input, environment).values()].flat();
  await plane.client.apply(neighboursOf(environment), { fieldManager: 'cluster-team' });
  await joinNodes(plane.client, machines);
  return { plane, machines };
}

/** Puts kubectl into the PATH, with a cache of its own; returns what puts everything back. */
async function withKubectl(cache: string): Promise<() => void> {
  const before = { ...process.env };
  Object.assign(process.env, {
    PATH: `${dirname(await toolPath('kubectl'))}${delimiter}${before['PATH'] ?? ''}`,
    KUBECACHEDIR: cache,
  });
  return () => {
    process.env['PATH'] = before['PATH'];
    if (before['KUBECACHEDIR'] === undefined) delete process.env['KUBECACHEDIR'];
  };
}

/** Starts a control plane with everything that an environment declares. */
export async function startLookedAt(input: EnvironmentInput, role: Manifest): Promise<LookedAt> {
  await ensureTools(controlPlaneTools);
  const folder = await mkdtemp(join(tmpdir(), 'corral-looked-at-'));
  const file = (name: string): string => join(folder, name);
  await writeFile(file('policy.json'), JSON.stringify(auditPolicy));
  const putBack = await withKubectl(file('cache'));
  let world: World | undefined;
  const end = async (): Promise<void> => {
    putBack();
    await world?.plane.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    world = await startWorld(input, [
      `--audit-policy-file=${file('policy.json')}`,
      `--audit-log-path=${file('audit.log')}`,
      '--audit-log-mode=blocking',
    ]);
    await furnish(world, role);
    await writeKubeconfig(world, file('kubeconfig'));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    world,
    end,
    folder,
    kubeconfig: file('kubeconfig'),
    async requests() {
      return (await readFile(file('audit.log'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Request);
    },
  };
}
