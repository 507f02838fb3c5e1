/** KEDA's operator and its metrics adapter, beside a control plane that asks the adapter for external metrics. */
import { mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Leash } from '../../../scripts/toolchain/leash';
import { installDefinitions } from '../../cluster/client/custom-resources';
import { startComponent } from '../../cluster/control-plane/component';
import { type ControlPlane, isHealthy } from '../../cluster/control-plane/control-plane';
import { endsAfterFailure, keepLogs, noteStart } from '../../cluster/control-plane/kept-logs';
import { takeBlock } from '../../components/ports';
import { type Certificates, makeCertificates } from './certificates';

const definitions = [
  'scaledobjects.keda.sh',
  'scaledjobs.keda.sh',
  'triggerauthentications.keda.sh',
  'clustertriggerauthentications.keda.sh',
  'cloudeventsources.eventing.keda.sh',
  'clustercloudeventsources.eventing.keda.sh',
] as const;

/** What an API server needs before it asks servers of further APIs: a certificate that they trust. */
export const frontProxy = ({ folder, authority }: Certificates): readonly string[] => [
  `--requestheader-client-ca-file=${authority}`,
  '--requestheader-allowed-names=front-proxy',
  '--requestheader-username-headers=X-Remote-User',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  `--proxy-client-cert-file=${join(folder, 'tls.crt')}`,
  `--proxy-client-key-file=${join(folder, 'tls.key')}`,
];

export const frontProxyCertificates = (home: string): Certificates =>
  makeCertificates(home, 'front-proxy', 'front-proxy');

const group = 'external.metrics.k8s.io';

/** The API of the adapter, by a name that leads to loopback. */
async function register({ client, kubectl }: ControlPlane, port: number): Promise<void> {
  const service = { name: 'keda-metrics-apiserver', namespace: 'kube-system' };
  await client.apply([
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: service,
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port, protocol: 'TCP' }] },
    },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: 'v1beta1',
        service: { ...service, port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  ]);
  await kubectl.run(['wait', '--for=condition=Available', `apiservice/v1beta1.${group}`, '--timeout=120s']);
}

export class Keda {
  private constructor(
    private readonly leash: Leash,
    private readonly giveBack: () => Promise<void>,
  ) {}

  /** Installs the definitions, starts operator and adapter, and resolves when the API server reaches the adapter. */
  static async start(plane: ControlPlane, proxy: Certificates): Promise<Keda> {
    await installDefinitions(plane.client, definitions);
    const leash = await Leash.hold(join(tmpdir(), 'corral-keda-'));
    const { ports, giveBack } = await takeBlock();
    const [metrics = 0, health = 0, service = 0, secure = 0, adapterMetrics = 0] = ports;
    await mkdir(join(leash.folder, 'logs'));
    noteStart(leash.folder);
    const own = makeCertificates(leash.folder, 'keda', 'localhost');
    const none = join(leash.folder, 'none');
    mkdirSync(none);
    const env = {
      KUBECONFIG: plane.kubeconfig,
      POD_NAMESPACE: 'keda',
      KEDA_CLUSTER_OBJECT_NAMESPACE: 'keda',
      WATCH_NAMESPACE: '',
    };
    await plane.client.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'keda' } }]);
    await startComponent(
      leash,
      'keda-operator',
      [
        `--cert-dir=${own.folder}`,
        `--ca-dir=${none}`,
        `--metrics-bind-address=127.0.0.1:${metrics}`,
        `--health-probe-bind-address=127.0.0.1:${health}`,
        `--metrics-service-bind-address=127.0.0.1:${service}`,
        '--leader-elect=false',
        '--zap-log-level=info',
      ],
      () => isHealthy(`http://127.0.0.1:${health}/readyz`),
      env,
    );
    await startComponent(
      leash,
      'keda-adapter',
      [
        `--secure-port=${secure}`,
        '--bind-address=127.0.0.1',
        `--cert-dir=${own.folder}`,
        `--port=${adapterMetrics}`,
        `--metrics-service-address=localhost:${service}`,
        `--client-ca-file=${proxy.authority}`,
        ...['authentication', 'authorization', 'lister'].map((name) => `--${name}-kubeconfig=${plane.kubeconfig}`),
      ],
      () => isHealthy(`https://127.0.0.1:${secure}/readyz`),
      env,
    );
    await register(plane, secure);
    leash.unref();
    return new Keda(leash, giveBack);
  }

  async stop(): Promise<void> {
    if (endsAfterFailure(this.leash.folder)) await keepLogs(this.leash.folder);
    await this.leash.release();
    await this.giveBack();
  }
}
