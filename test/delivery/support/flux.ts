/**
 * The real source-controller and kustomize-controller beside a control plane, bootstrapped onto a repository as `flux
 * bootstrap` does.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Manifest } from '../../../lib';
import { Leash } from '../../../scripts/toolchain/leash';
import { waitUntil } from '../../cluster/client/wait';
import { startComponent } from '../../cluster/control-plane/component';
import { isHealthy, type ControlPlane } from '../../cluster/control-plane/control-plane';
import { endsAfterFailure, keepLogs, noteStart } from '../../cluster/control-plane/kept-logs';
import { takeBlock } from '../../components/ports';
import { installAll } from './definitions';

export const fluxNamespace = 'flux-system';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** A Kustomization, as far as tests read it. */
export interface Unit {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly dependsOn?: readonly { readonly name: string }[] };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly observedGeneration?: number;
    readonly lastAppliedRevision?: string;
    readonly lastHandledReconcileAt?: string;
  };
}

/** A GitRepository, as far as tests read it. */
interface Source {
  readonly status?: { readonly artifact?: { readonly revision: string } };
}

const readiness = ({ status }: Unit): Condition | undefined => status?.conditions?.find(({ type }) => type === 'Ready');

/** Whether a unit is ready at a commit. */
export const isAt = (unit: Unit, commit: string): boolean =>
  readiness(unit)?.status === 'True' &&
  unit.status?.observedGeneration === unit.metadata.generation &&
  unit.status.lastAppliedRevision?.endsWith(commit) === true;

/** `staging-model-legal: False HealthCheckFailed: timeout waiting for …`, for people. */
export const stateOf = (unit: Unit): string => {
  const { status, reason, message } = readiness(unit) ?? { status: 'not seen yet', reason: '', message: '' };
  return `${unit.metadata.name}: ${status} ${reason}: ${message}`;
};

/** Flags for kustomize-controller that the how-to asks for. */
export function documentedFlags(): readonly string[] {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'how-to', 'gitops.md'), 'utf8');
  return [...page.matchAll(/value: (--\S+)/g)].map(([, flag = '']) => flag);
}

export class Flux {
  private asked = 0;

  private constructor(
    private readonly plane: ControlPlane,
    private readonly leash: Leash,
    private readonly giveBack: () => Promise<void>,
  ) {}

  /** @param flags - of kustomize-controller, beyond those that only say where things are */
  static async start(plane: ControlPlane, flags: readonly string[]): Promise<Flux> {
    await installAll(plane, 'source-controller-crds', 'filename');
    await installAll(plane, 'kustomize-controller-crds', 'filename');
    const leash = await Leash.hold(join(tmpdir(), 'corral-flux-'));
    const {
      ports: [artifacts = 0, sourceHealth = 0, kustomizeHealth = 0],
      giveBack,
    } = await takeBlock();
    await Promise.all(['logs', 'artifacts', 'tmp'].map((name) => mkdir(join(leash.folder, name))));
    noteStart(leash.folder);
    const env = { KUBECONFIG: plane.kubeconfig, RUNTIME_NAMESPACE: fluxNamespace, TMPDIR: join(leash.folder, 'tmp') };
    const common = (health: number): readonly string[] => [
      '--metrics-addr=0',
      `--health-addr=127.0.0.1:${health}`,
      '--enable-leader-election=false',
      '--log-encoding=json',
    ];
    const healthy = (port: number) => () => isHealthy(`http://127.0.0.1:${port}/readyz`);
    const storage = [
      `--storage-path=${join(leash.folder, 'artifacts')}`,
      `--storage-addr=127.0.0.1:${artifacts}`,
      `--storage-adv-addr=127.0.0.1:${artifacts}`,
    ];
    await Promise.all([
      startComponent(leash, 'source-controller', [...common(sourceHealth), ...storage], healthy(sourceHealth), env),
      startComponent(
        leash,
        'kustomize-controller',
        [...common(kustomizeHealth), ...flags],
        healthy(kustomizeHealth),
        env,
      ),
    ]);
    leash.unref();
    return new Flux(plane, leash, giveBack);
  }

  async units(): Promise<readonly Unit[]> {
    const { body } = await this.plane.client.connection.send(
      'GET',
      `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${fluxNamespace}/kustomizations`,
    );
    return (body as unknown as { readonly items: readonly Unit[] }).items;
  }

  /** Fetches a commit at once, as `flux reconcile source git` does; else Flux would look at its own time. */
  async fetch(commit: string): Promise<void> {
    await this.request('source.toolkit.fluxcd.io', 'gitrepositories', fluxNamespace);
    const path = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${fluxNamespace}/gitrepositories/${fluxNamespace}`;
    await waitUntil(
      `Flux has fetched ${commit}`,
      async () => (await this.plane.client.connection.send('GET', path)).body as unknown as Source,
      ({ status }) => status?.artifact?.revision.endsWith(commit) === true,
      { seconds: 180 },
    );
  }

  /** Applies a unit anew at once and waits for its end, as `flux reconcile kustomization` does. */
  async reconcile(unit: string): Promise<void> {
    await this.request('kustomize.toolkit.fluxcd.io', 'kustomizations', unit);
    const asked = `${this.asked}`;
    await waitUntil(
      `${unit} was applied anew`,
      () => this.units(),
      (units) =>
        units.some(({ metadata, status }) => metadata.name === unit && status?.lastHandledReconcileAt === asked),
      { seconds: 300, describe: (units) => (units as readonly Unit[]).map(stateOf) },
    );
  }

  /** Fetches, and waits until every unit but some is ready at a commit. */
  async reach(
    commit: string,
    { except = [], seconds = 300 }: { readonly except?: readonly string[]; readonly seconds?: number } = {},
  ): Promise<void> {
    await this.fetch(commit);
    await waitUntil(
      `Flux is at ${commit}`,
      async () => (await this.units()).filter(({ metadata }) => !except.includes(metadata.name)),
      (units) => units.every((unit) => isAt(unit, commit)),
      { seconds, describe: (units) => (units as readonly Unit[]).filter((unit) => !isAt(unit, commit)).map(stateOf) },
    );
  }

  /** What `flux suspend kustomization` and `flux resume kustomization` do. */
  async suspend(unit: string, suspend: boolean): Promise<void> {
    const path = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${fluxNamespace}/kustomizations/${unit}`;
    await this.plane.client.connection.send('PATCH', path, {
      query: { fieldManager: 'flux' },
      body: { spec: { suspend } },
      contentType: 'application/merge-patch+json',
    });
  }

  private async request(group: string, plural: string, name: string): Promise<void> {
    this.asked += 1;
    const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': `${this.asked}` } } };
    const path = `/apis/${group}/v1/namespaces/${fluxNamespace}/${plural}/${name}`;
    await this.plane.client.connection.send('PATCH', path, { body, contentType: 'application/merge-patch+json' });
  }

  async stop(): Promise<void> {
    if (endsAfterFailure(this.leash.folder)) await keepLogs(this.leash.folder);
    await this.leash.release();
    await this.giveBack();
  }
}

const yaml = (objects: readonly object[]): string =>
  objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n');

/**
 * What `flux bootstrap git --path=clusters/NAME` commits, with the namespace in place of Flux's own objects, which do
 * not run in this cluster.
 */
export function bootstrapFiles(
  cluster: string,
  url: string,
  patches: readonly object[] = [],
): { readonly files: Readonly<Record<string, string>>; readonly objects: readonly Manifest[] } {
  const metadata = { name: fluxNamespace, namespace: fluxNamespace };
  const components: readonly Manifest[] = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: fluxNamespace } }];
  const sync: readonly Manifest[] = [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: { interval: '1m0s', ref: { branch: 'main' }, url },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata,
      spec: {
        interval: '10m0s',
        path: `./clusters/${cluster}`,
        prune: true,
        sourceRef: { kind: 'GitRepository', name: fluxNamespace },
        patches,
      },
    },
  ];
  const folder = `clusters/${cluster}/${fluxNamespace}`;
  return {
    objects: [...components, ...sync],
    files: {
      [`${folder}/gotk-components.yaml`]: yaml(components),
      [`${folder}/gotk-sync.yaml`]: yaml(sync),
      [`${folder}/kustomization.yaml`]: yaml([
        {
          apiVersion: 'kustomize.config.k8s.io/v1beta1',
          kind: 'Kustomization',
          resources: ['gotk-components.yaml', 'gotk-sync.yaml'],
        },
      ]),
    },
  };
}
