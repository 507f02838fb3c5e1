/** The real controllers of cert-manager and External Secrets beside a control plane, with their definitions. */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainObject } from '../../../lib/kubernetes/draw';
import { Leash } from '../../../scripts/toolchain/leash';
import { hasCondition } from '../../cluster/client/conditions';
import { installDefinitions } from '../../cluster/client/custom-resources';
import { startComponent } from '../../cluster/control-plane/component';
import { isHealthy, type ControlPlane } from '../../cluster/control-plane/control-plane';
import { endsAfterFailure, keepLogs, noteStart } from '../../cluster/control-plane/kept-logs';
import { takeBlock } from '../../components/ports';
import type { operatorTools } from '../../components/sets';

/** What is rendered for the controllers of others, and what those controllers read beside it. */
export const operatorDefinitions = [
  'certificates.cert-manager.io',
  'certificaterequests.cert-manager.io',
  'clusterissuers.cert-manager.io',
  'issuers.cert-manager.io',
  'clustersecretstores.external-secrets.io',
  'externalsecrets.external-secrets.io',
  'secretstores.external-secrets.io',
  'generatorstates.generators.external-secrets.io',
  'gatewayclasses.gateway.networking.k8s.io',
  'gateways.gateway.networking.k8s.io',
  'httproutes.gateway.networking.k8s.io',
] as const;

/** Namespace with the Secrets of cluster-wide issuers. */
export const certManagerNamespace = 'cert-manager';

/** The ClusterIssuer that issues from a CA of its own. */
export const clusterIssuer = 'corral-ca';

export class Operators {
  private constructor(
    private readonly leash: Leash,
    private readonly giveBack: () => Promise<void>,
    private readonly ofCertManager: number,
  ) {}

  /** What cert-manager exposes of its metrics. */
  async certManagerMetrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.ofCertManager}/metrics`)).text();
  }

  /** Installs the definitions, starts the controllers that are named, and resolves when they watch. */
  static async start(plane: ControlPlane, names: readonly (typeof operatorTools)[number][]): Promise<Operators> {
    await installDefinitions(plane.client, operatorDefinitions);
    const leash = await Leash.hold(join(tmpdir(), 'corral-operators-'));
    const {
      ports: [metrics = 0, ofCertManager = 0],
      giveBack,
    } = await takeBlock();
    await mkdir(join(leash.folder, 'logs'));
    noteStart(leash.folder);
    const starts = {
      'cert-manager': () => {
        const log = join(leash.folder, 'logs', 'cert-manager.log');
        const isReady = (): Promise<boolean> => Promise.resolve(readFileSync(log, 'utf8').includes(' started\n'));
        return startComponent(
          leash,
          'cert-manager',
          [`--kubeconfig=${plane.kubeconfig}`, `--metrics-listen-address=127.0.0.1:${ofCertManager}`],
          isReady,
        );
      },
      'external-secrets': () =>
        startComponent(
          leash,
          'external-secrets',
          [
            `--metrics-addr=127.0.0.1:${metrics}`,
            '--enable-leader-election=false',
            '--enable-push-secret-reconciler=false',
            '--enable-cluster-push-secret-reconciler=false',
            '--enable-cluster-external-secret-reconciler=false',
          ],
          () => isHealthy(`http://127.0.0.1:${metrics}/metrics`),
          { KUBECONFIG: plane.kubeconfig },
        ),
    };
    await Promise.all(names.map((name) => starts[name]()));
    leash.unref();
    return new Operators(leash, giveBack, ofCertManager);
  }

  /** Ends them; the logs stay when a test failed while they ran. */
  async stop(): Promise<void> {
    if (endsAfterFailure(this.leash.folder)) await keepLogs(this.leash.folder);
    await this.leash.release();
    await this.giveBack();
  }
}

/**
 * Makes the certificate authority of a cluster, as an administrator does: an issuer that signs itself, a CA from it, and
 * a ClusterIssuer of that CA. Resolves when it issues.
 */
export async function makeAuthority({ client }: ControlPlane): Promise<void> {
  const metadata = { name: clusterIssuer, namespace: certManagerNamespace };
  await client.apply([
    plainObject('Namespace', { metadata: { name: certManagerNamespace } }),
    plainObject('Issuer', { metadata: { ...metadata, name: 'self-signed' }, spec: { selfSigned: {} } }),
    plainObject('Certificate', {
      metadata,
      spec: {
        isCA: true,
        commonName: 'Corral test authority',
        secretName: clusterIssuer,
        privateKey: { algorithm: 'ECDSA', size: 256 },
        issuerRef: { kind: 'Issuer', name: 'self-signed' },
      },
    }),
    plainObject('ClusterIssuer', { metadata: { name: clusterIssuer }, spec: { ca: { secretName: clusterIssuer } } }),
  ]);
  await client.waitFor('issues', 'ClusterIssuer', clusterIssuer, undefined, (issuer) => hasCondition(issuer, 'Ready'));
}
