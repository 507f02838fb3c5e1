/** The control plane of a stand, on a machine of its own; tests reach its API server through a port of loopback. */
import { readFile, writeFile } from 'node:fs/promises';
import { get as getPlain } from 'node:http';
import { connect as connectSecure } from 'node:tls';
import { join } from 'node:path';
import { type Families, familyFacts, hostText } from '../../../lib/core/families';
import type { Leash } from '../../../scripts/toolchain/leash';
import { KubernetesClient } from '../../cluster/client/client';
import { Kubectl } from '../../cluster/client/kubectl';
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  schedulerArguments,
} from '../../cluster/control-plane/arguments';
import { startComponent } from '../../cluster/control-plane/component';
import { kubeconfig, writeCredentials, type Credentials, type User } from '../../cluster/control-plane/credentials';
import { takeBlock } from '../../components/ports';
import type { Machine } from './machine';
import { addressesOf } from './network';
import type { Passage } from './passage';

const ports = { etcd: 2379, etcdPeer: 2380, apiServer: 6443, controllerManager: 10257, scheduler: 10259, kwok: 0 };
const serverOf = (families: Families): string =>
  `https://${hostText(addressesOf(families)[0].control)}:${ports.apiServer}`;

/** Nodes and what runs beside their kubelets. */
const usersOf = (nodes: readonly string[]): readonly User[] => [
  ...nodes.map((name) => ({ name, user: `system:node:${name}`, group: 'system:nodes' })),
  { name: 'kube-proxy', user: 'system:kube-proxy', group: '' },
  { name: 'kube-router', user: 'kube-router', group: 'system:masters' },
];

const succeeds = (attempt: () => Promise<unknown>): Promise<boolean> =>
  attempt().then(
    () => true,
    () => false,
  );

/** Whether a health endpoint of the machine answers with 200. */
function healthOf(passage: Passage, port: number, path: string, secure: boolean): Promise<boolean> {
  return succeeds(async () => {
    const plain = await passage.connect({ host: '127.0.0.1', port });
    const socket = secure ? connectSecure({ socket: plain, rejectUnauthorized: false }) : plain;
    await new Promise<void>((resolve, reject) => {
      getPlain({ createConnection: () => socket, path, headers: { host: 'localhost' } }, (response) => {
        response.resume();
        socket.destroy();
        if (response.statusCode === 200) resolve();
        else reject(new Error(String(response.statusCode)));
      }).on('error', reject);
    });
  });
}

export interface Control {
  readonly machine: Machine;
  readonly client: KubernetesClient;
  readonly kubectl: Kubectl;
  /** Path of the administrator's kubeconfig, for programs outside of the stand. */
  readonly kubeconfig: string;
  readonly credentials: Credentials;
  readonly passage: Passage;
  end(): Promise<void>;
}

export interface ControlOptions {
  readonly nodes: readonly string[];
  /** @default - none */
  readonly controllerManager?: readonly string[];
  readonly families: Families;
}

export async function startControl(leash: Leash, machine: Machine, options: ControlOptions): Promise<Control> {
  const block = await takeBlock();
  const [port = 0] = block.ports;
  const credentials = await writeCredentials(leash.folder, serverOf(options.families), usersOf(options.nodes));
  const passage = await machine.passage();
  await passage.forward(port, { host: '127.0.0.1', port: ports.apiServer });
  const usedPorts = { ...ports, giveBack: () => Promise.resolve() };

  await startComponent(machine.inside, 'etcd', etcdArguments(machine.folder, usedPorts), () =>
    healthOf(passage, ports.etcd, '/health', false),
  );
  const client = await startApiServer(machine, credentials, usedPorts, port, options.families);
  const admin = join(leash.folder, 'admin-outside.kubeconfig');
  await writeFile(admin, kubeconfig(`https://localhost:${port}`, credentials.certificate, credentials.adminToken), {
    mode: 0o600,
  });
  await Promise.all([
    startComponent(
      machine.inside,
      'kube-controller-manager',
      controllerManagerArguments(usedPorts, credentials, options.controllerManager),
      () => succeeds(() => client.get('ServiceAccount', 'default', 'default')),
    ),
    startComponent(machine.inside, 'kube-scheduler', schedulerArguments(usedPorts, credentials), () =>
      healthOf(passage, ports.scheduler, '/readyz', true),
    ),
  ]);
  return {
    machine,
    client,
    kubectl: new Kubectl(leash, admin),
    kubeconfig: admin,
    credentials,
    passage,
    async end() {
      client.close();
      passage.close();
      await block.giveBack();
    },
  };
}

async function startApiServer(
  machine: Machine,
  credentials: Credentials,
  usedPorts: Parameters<typeof apiServerArguments>[0],
  port: number,
  families: Families,
): Promise<KubernetesClient> {
  const all = addressesOf(families);
  let client: KubernetesClient | undefined;
  // The certificate may be seen half-written: the client of an attempt that fails is not kept.
  const isReady = (): Promise<boolean> =>
    succeeds(async () => {
      const attempt = new KubernetesClient({
        // The certificate that the server makes for itself names localhost and its address.
        server: `https://localhost:${port}`,
        certificate: await readFile(credentials.certificate, 'utf8'),
        token: credentials.adminToken,
      });
      await attempt.connection.send('GET', '/readyz').catch((error: unknown) => {
        attempt.close();
        throw error;
      });
      client = attempt;
    });
  await startComponent(
    machine.inside,
    'kube-apiserver',
    apiServerArguments(usedPorts, credentials, [
      `--bind-address=${familyFacts(families).every}`,
      `--advertise-address=${all[0].control}`,
      `--service-cluster-ip-range=${all.map(({ services }) => services).join(',')}`,
      '--kubelet-preferred-address-types=InternalIP',
      // Pods reach the API server through its Service.
      '--endpoint-reconciler-type=lease',
      // It reaches the servers of further APIs by the addresses of their pods.
      '--enable-aggregator-routing=true',
    ]),
    isReady,
  );
  if (client === undefined) throw new Error('kube-apiserver was ready without a certificate');
  return client;
}
