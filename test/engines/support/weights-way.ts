/**
 * The way of weights on this machine: hub, CDN and registry, the store, its servers, and the pods of an environment
 * between them.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import { publicOrigins } from '../../../lib/programs/weights-list';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { registryModel } from '../../programs/support/models';
import { Origin } from '../../programs/support/origin';
import { fetchFrom } from './http';
import { ask, succeeded } from './kubelet';
import { Machine, Pod, type Ended, type PodSurroundings, type Process } from './pod';
import { containerOf, podOf, type Rendered } from './rendered';
import { ServiceAddress } from './service';
import { hubEntry, hubRepository, sha256 } from './tiny-model';

/** A weights server: one of its pods, and the process while it runs. */
interface Replica {
  readonly pod: Pod;
  process?: Process;
}

const nginx = 'nginx';

/** The Service of the weights servers, and how many are behind it; `undefined` with a direct store. */
function serversOf(
  manifests: readonly Manifest[],
): { readonly authority: string; readonly replicas: number } | undefined {
  const named = (wanted: string) =>
    manifests.find(({ kind, metadata: { name } }) => kind === wanted && name === 'weights-server');
  const [service, deployment] = [named('Service'), named('Deployment')];
  if (service === undefined || deployment === undefined) return undefined;
  const [port] = (service.spec as { readonly ports: readonly { readonly port: number }[] }).ports;
  return {
    authority: `${(service.spec as { readonly clusterIP: string }).clusterIP}:${port?.port}`,
    replicas: (deployment.spec as { readonly replicas: number }).replicas,
  };
}

/** A model of a registry that really generates. */
export interface TaggedModel {
  /** Its catalogue entry. */
  readonly model: Model;
  readonly manifest: Buffer;
  /** What the registry serves of it, by path: the manifest under its tag, all else by digest. */
  readonly served: ReadonlyMap<string, Buffer>;
}

export function taggedModel(facts: ArchitectureFacts, file: Buffer, tag: string): TaggedModel {
  const shelf = new Origin();
  const {
    model: { origin, files },
    manifest,
  } = registryModel(shelf, tag, { model: file });
  return { model: { ...hubEntry(facts, file, tag), origin, files }, manifest, served: shelf.files };
}

export class WeightsWay {
  readonly hub = new Origin();
  readonly cdn = new Origin();
  readonly registry = new Origin();
  readonly store: string;
  private readonly replicas: Replica[] = [];
  private address: ServiceAddress | undefined;

  private constructor(
    readonly machine: Machine,
    private readonly rendered: Rendered,
  ) {
    this.store = machine.folder('store');
  }

  /**
   * Opens the way for an environment. Nothing of it runs yet but the hub, its CDN and the registry, which have nothing.
   */
  static async open(rendered: Rendered): Promise<WeightsWay> {
    const way = new WeightsWay(await Machine.start(), rendered);
    await Promise.all([way.hub, way.cdn, way.registry].map((origin) => origin.start()));
    const servers = serversOf(rendered.manifests);
    if (servers === undefined) return way;
    way.address = await ServiceAddress.open(() => way.replicas.map(({ pod }) => pod.port));
    while (way.replicas.length < servers.replicas) way.replicas.push({ pod: await way.place('weights-server') });
    return way;
  }

  async close(): Promise<void> {
    this.address?.close();
    for (const origin of [this.hub, this.cdn, this.registry]) origin.stop();
    await this.machine.stop();
  }

  /** What stands between the weights servers and the stagers. */
  get service(): ServiceAddress {
    if (this.address === undefined) throw new Error('this environment has no weights server');
    return this.address;
  }

  /** Gives the hub a file, which it has in its CDN, as public hubs do. */
  offerFile(path: string, file: Buffer): void {
    this.hub.whenever(`/${hubRepository}/resolve/main/${path}`, {
      kind: 'redirect',
      to: `${this.cdn.url}/${path}?signature=secret`,
    });
    this.cdn.files.set(`/${path}?signature=secret`, file);
  }

  /** Gives the registry a model; its tag leads to this one then. */
  offerModel({ served }: TaggedModel): void {
    for (const [path, content] of served) this.registry.files.set(path, content);
  }

  private get services(): ReadonlyMap<string, string> {
    const origins = [
      [publicOrigins.hub, this.hub.url],
      [publicOrigins.registry, this.registry.url],
    ] as const;
    const servers = serversOf(this.rendered.manifests);
    return new Map(servers === undefined ? origins : [...origins, [servers.authority, this.service.authority]]);
  }

  /** Places a pod of the environment: what mounts the store's claim has the store, the rest a disk of its own. */
  place(
    name: string,
    { env, volumes, services = new Map() }: PodSurroundings = {},
    rendered = this.rendered,
  ): Promise<Pod> {
    const pod = podOf(rendered, name);
    const claims = (pod.spec.volumes ?? []).filter(
      ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === 'model-store',
    );
    return Pod.place(this.machine, pod, {
      env,
      services: new Map([...this.services, ...services]),
      volumes: { ...Object.fromEntries(claims.map((claim) => [claim.name, this.store])), ...volumes },
    });
  }

  /** Starts the pod of a Job. */
  async startJob(name: string, surroundings: PodSurroundings = {}, rendered = this.rendered): Promise<Process> {
    const pod = await this.place(name, surroundings, rendered);
    const [container] = pod.rendered.spec.containers;
    return pod.start(container?.name ?? '');
  }

  async runJob(name: string, surroundings: PodSurroundings = {}, rendered = this.rendered): Promise<Ended> {
    return (await this.startJob(name, surroundings, rendered)).end;
  }

  /** Starts the weights servers that do not run, and waits until they are ready. */
  async serve(): Promise<void> {
    for (const replica of this.replicas) {
      const { pod } = replica;
      if (replica.process !== undefined && replica.process.ended === undefined) continue;
      const process = (replica.process = await pod.start(nginx));
      const probe = containerOf(pod.rendered, nginx).readinessProbe ?? {};
      while (!succeeded(await ask(pod, nginx, probe))) {
        if (process.ended !== undefined) throw new Error(`nginx ended: ${process.ended.output}`);
        await sleep(20);
      }
    }
  }

  /** Kills the first weights server that runs, as the loss of its node would. */
  async loseServer(): Promise<void> {
    const running = this.replicas.flatMap(({ process }) => process ?? []).find(({ ended }) => ended === undefined);
    if (running === undefined) throw new Error('no weights server runs');
    await running.kill();
    this.service.cut();
  }
}

/** Waits until a condition is seen; the limit of the test ends a wait in vain. */
export async function until(seen: () => boolean): Promise<void> {
  while (!seen()) await sleep(5);
}

/** Waits until a process has written something; fails when it ends without. */
export async function untilSaid(process: Process, text: string): Promise<void> {
  await until(() => process.output.includes(text) || process.ended !== undefined);
  if (!process.output.includes(text))
    throw new Error(`ended with ${process.ended?.code} and did not say '${text}':\n${process.output}`);
}

/** Bytes of what is being brought to a root. */
export function partialSize(root: string, file: Buffer): number {
  const path = join(root, 'partials', blobName(file));
  return existsSync(path) ? statSync(path).size : 0;
}

/** A blob's file name. */
export const blobName = (file: Buffer): string => `sha256-${sha256(file)}`;

/** Asks the engine of a pod for eight tokens of its model, greedily, and counts what it generated. */
export async function generated(pod: Pod): Promise<number> {
  const [engine] = pod.rendered.spec.containers;
  const isOllama = engine?.name === 'ollama';
  const { status, body } = isOllama
    ? await fetchFrom(pod.port, 'POST', '/api/generate', {
        model: await firstModel(pod),
        prompt: 'a',
        stream: false,
        options: { num_predict: 8, temperature: 0 },
      })
    : await fetchFrom(pod.port, 'POST', '/v1/completions', {
        prompt: 'a',
        max_tokens: 8,
        temperature: 0,
        ignore_eos: true,
      });
  if (status !== 200) throw new Error(`${pod.rendered.name} answers ${status}: ${body}`);
  const answer = JSON.parse(body) as {
    readonly eval_count?: number;
    readonly usage?: { readonly completion_tokens: number };
  };
  return answer.eval_count ?? answer.usage?.completion_tokens ?? 0;
}

async function firstModel(pod: Pod): Promise<string> {
  const { models } = JSON.parse((await fetchFrom(pod.port, 'GET', '/api/tags')).body) as {
    readonly models: readonly { readonly name: string }[];
  };
  return models[0]?.name ?? '';
}
