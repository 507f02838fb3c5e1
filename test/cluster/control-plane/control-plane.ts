/** A real Kubernetes control plane on loopback, in a temporary folder, gone with the process that started it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../../scripts/toolchain/errors';
import { Leash } from '../../../scripts/toolchain/leash';
import { ensureTools } from '../../../scripts/toolchain/tools';
import { controlPlaneTools } from '../../components/sets';
import { KubernetesClient } from '../client/client';
import { Kubectl } from '../client/kubectl';
import { count } from '../claims';
import { secondsSince } from '../../figures/figures';
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  kwokArguments,
  schedulerArguments,
  type ExtraArguments,
  type OtherPrograms,
} from './arguments';
import { startComponent, type Component } from './component';
import { writeCredentials, type Credentials } from './credentials';
import { endsAfterFailure, keepLogs, noteStart } from './kept-logs';
import { takePorts, type Ports } from './ports';
import { stagesFile, type Kubelets } from './stages';

/** Whether a health endpoint says so; the scheduler's is behind a certificate that it made for itself. */
export const isHealthy = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const get = url.startsWith('https:') ? getSecure : getPlain;
    get(url, { agent: false, rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });

const succeeds = async (attempt: () => Promise<unknown>): Promise<boolean> =>
  attempt().then(
    () => true,
    () => false,
  );

export class ControlPlane {
  private constructor(
    private readonly leash: Leash,
    private readonly ports: Ports,
    readonly client: KubernetesClient,
    readonly kubectl: Kubectl,
    /** Path of the administrator's kubeconfig. */
    readonly kubeconfig: string,
    readonly components: readonly Component[],
  ) {}

  /**
   * Builds what is missing, starts everything, and resolves when the controllers work: about three seconds with tools
   * cached.
   */
  static async start(extra: ExtraArguments & OtherPrograms & Kubelets = {}): Promise<ControlPlane> {
    await ensureTools([...controlPlaneTools, ...Object.values(extra.programs ?? {})]);
    const start = Date.now();
    const ports = await takePorts();
    const leash = await Leash.hold(join(tmpdir(), 'corral-control-plane-'));
    try {
      await mkdir(join(leash.folder, 'logs'));
      const credentials = await writeCredentials(leash.folder, `https://127.0.0.1:${ports.apiServer}`);
      const plane = await startAll(leash, ports, credentials, extra);
      noteStart(leash.folder);
      count('harness', { 'control planes': 1, 'seconds to start them': secondsSince(start) });
      leash.unref();
      return new ControlPlane(
        leash,
        ports,
        plane.client,
        new Kubectl(leash, credentials.kubeconfig('admin')),
        credentials.kubeconfig('admin'),
        plane.components,
      );
    } catch (error) {
      const logs = await keepLogs(leash.folder);
      await end(leash, ports);
      throw new Error(`${messageOf(error)}\n  logs of the control plane: ${logs}`, { cause: error });
    }
  }

  /** Everything that this control plane writes is below this folder. */
  get folder(): string {
    return this.leash.folder;
  }

  /** Ends every process and removes the folder; the logs stay when a test failed while it ran. */
  async stop(): Promise<void> {
    this.client.close();
    if (endsAfterFailure(this.folder)) await keepLogs(this.folder);
    await end(this.leash, this.ports);
  }
}

async function end(leash: Leash, ports: Ports): Promise<void> {
  await leash.release();
  await ports.giveBack();
}

async function startApiServer(
  leash: Leash,
  ports: Ports,
  credentials: Credentials,
  extra: ExtraArguments & OtherPrograms,
): Promise<{ readonly client: KubernetesClient; readonly component: Component }> {
  let client: KubernetesClient | undefined;
  // The certificate is written by the server itself. It may be seen half-written: the client of an attempt that fails is
  // not kept.
  const isReady = () =>
    succeeds(async () => {
      const attempt = new KubernetesClient({
        server: `https://127.0.0.1:${ports.apiServer}`,
        certificate: await readFile(credentials.certificate, 'utf8'),
        token: credentials.adminToken,
      });
      await attempt.connection.send('GET', '/readyz').catch((error: unknown) => {
        attempt.close();
        throw error;
      });
      client = attempt;
    });
  const component = await startComponent(
    leash,
    extra.programs?.['kube-apiserver'] ?? 'kube-apiserver',
    apiServerArguments(ports, credentials, extra.apiServer),
    isReady,
  );
  if (client === undefined) throw new Error('kube-apiserver was ready without a certificate');
  return { client, component };
}

async function startAll(
  leash: Leash,
  ports: Ports,
  credentials: Credentials,
  extra: ExtraArguments & OtherPrograms & Kubelets,
): Promise<{ readonly client: KubernetesClient; readonly components: readonly Component[] }> {
  const etcd = await startComponent(leash, 'etcd', etcdArguments(leash.folder, ports), () =>
    isHealthy(`http://127.0.0.1:${ports.etcd}/health`),
  );
  const { client, component: apiServer } = await startApiServer(leash, ports, credentials, extra);
  const stages = join(leash.folder, 'stages.yaml');
  await writeFile(stages, await stagesFile(extra));
  const others = await Promise.all([
    startComponent(
      leash,
      extra.programs?.['kube-controller-manager'] ?? 'kube-controller-manager',
      controllerManagerArguments(ports, credentials, extra.controllerManager),
      () => succeeds(() => client.get('ServiceAccount', 'default', 'default')),
    ),
    startComponent(
      leash,
      extra.programs?.['kube-scheduler'] ?? 'kube-scheduler',
      schedulerArguments(ports, credentials, extra.scheduler),
      () => isHealthy(`https://127.0.0.1:${ports.scheduler}/readyz`),
    ),
    startComponent(leash, 'kwok', kwokArguments(ports, credentials, stages), () =>
      isHealthy(`http://127.0.0.1:${ports.kwok}/healthz`),
    ),
  ]);
  return { client, components: [etcd, apiServer, ...others] };
}
