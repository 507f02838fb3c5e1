/** An environment on a control plane that the real Flux keeps as a repository on loopback has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { synthesise, type EnvironmentInput } from '../../../lib';
import { treeOf, type Tree } from '../../../lib/delivery/tree';
import { title, type Manifest } from '../../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../../scripts/toolchain/tools';
import { controlPlaneTools, fluxTools } from '../../components/sets';
import { startWorld, type World } from '../../cluster/world/world';
import { bootstrapFiles, documentedFlags, Flux, fluxNamespace } from './flux';
import { serveGit, type GitServer } from './git-server';
import { PlatformRepository } from './platform-repository';
import { tooEarly } from './wave-order';

export const treeFor = (input: EnvironmentInput): Tree => treeOf(synthesise(input));

/** The objects that lie in waves. */
export const objectsOf = (input: EnvironmentInput): readonly Manifest[] =>
  treeFor(input)
    .objects.filter(({ wave }) => wave !== undefined)
    .map(({ manifest }) => manifest);

/** An object as the server keeps it. */
export interface Live extends Manifest {
  readonly metadata: Manifest['metadata'] & {
    readonly uid: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
  };
}

/**
 * What a platform may want of all that it delivers, here of ours: a variable, and pods that count as available at once.
 */
export const fluxPatch = [
  { op: 'add', path: '/spec/postBuild', value: { substitute: { path: 'substituted' } } },
  {
    op: 'add',
    path: '/spec/patches',
    value: [
      {
        target: { kind: 'Deployment' },
        patch: JSON.stringify([{ op: 'add', path: '/spec/minReadySeconds', value: 1 }]),
      },
    ],
  },
];

export class FluxSite {
  private constructor(
    readonly world: World,
    readonly repository: PlatformRepository,
    readonly server: GitServer,
    readonly flux: Flux,
  ) {}

  static async start(environment: EnvironmentInput): Promise<FluxSite> {
    await ensureTools([...controlPlaneTools, ...fluxTools]);
    const repository = new PlatformRepository();
    const [world, server] = await Promise.all([startWorld(environment), serveGit(repository.root)]);
    return new FluxSite(
      world,
      repository,
      server,
      await Flux.start(world.plane, [...documentedFlags(), '--requeue-dependency=1s']),
    );
  }

  async end(): Promise<void> {
    await this.flux.stop();
    await this.world.end();
    await this.server.stop();
    this.repository.end();
  }

  /** Bootstraps Flux onto the empty repository, beside files of the platform's own. */
  async bootstrap(name: string, own: Readonly<Record<string, string>> = {}): Promise<void> {
    const { files, objects } = bootstrapFiles(name, this.server.urlOf(this.repository.bare), [
      { target: { kind: 'Kustomization', name: `${name}-.*` }, patch: JSON.stringify(fluxPatch) },
      { target: { kind: 'Kustomization', name: fluxNamespace }, patch: JSON.stringify(fluxPatch.slice(0, 1)) },
    ]);
    await this.world.plane.client.apply(objects);
    await this.flux.reach(this.repository.write({ ...files, ...own }));
  }

  /** Renders, commits, pushes, and waits until Flux is there. */
  async deliver(input: EnvironmentInput, ...options: readonly string[]): Promise<void> {
    await this.flux.reach(await this.repository.deliver(input, ...options));
  }

  /** Delivers, and tells what came before something that its unit depends on. */
  async cameTooEarly(input: EnvironmentInput): Promise<readonly string[]> {
    const early = new Set<string>();
    const tree = treeFor(input);
    const over = new AbortController();
    const up = this.deliver(input).finally(() => over.abort());
    up.catch(() => undefined);
    while (!over.signal.aborted) {
      for (const each of await tooEarly(this.world.plane.client, tree, () => this.flux.units())) early.add(each);
      await sleep(250);
    }
    await up;
    return [...early];
  }

  read = async (manifest: Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'>): Promise<Live | undefined> =>
    (await this.world.plane.client.read(manifest)) as Live | undefined;

  /** Objects that are not there, or are about to go. */
  async missing(manifests: readonly Manifest[]): Promise<readonly string[]> {
    const live = await Promise.all(manifests.map(this.read));
    return manifests
      .filter((_, i) => live[i] === undefined || live[i]?.metadata.deletionTimestamp !== undefined)
      .map(title);
  }
}
