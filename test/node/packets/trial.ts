/** One environment on a node, by stand-ins, with everything around it that its policies name. */
import type { IPod } from 'kubernetes-models/v1';
import type { Manifest, PodEnd, Probe } from '../../../lib';
import { toolPath } from '../../../scripts/toolchain/tools';
import { waitUntil } from '../../cluster/client/wait';
import type { Machine } from '../stand/machine';
import type { Stand } from '../stand/stand';
import { asRendered, other, standIn } from './stand-ins';
import { isPod, probesOf, waysOf, type Way } from './ways';

/** Longest time until a connection of the stand is made or refused. */
const timeoutMilliseconds = 5000;

/** The first process of a machine, which has its network. */
const init = 1;

/** Namespace of pods whose namespace no policy names. */
const elsewhere = 'elsewhere';

/** Names of pods that are no part of an environment begin with it. */
const prefix = 'other-';

const isOther = ({ metadata }: IPod): boolean => metadata?.name?.startsWith(prefix) ?? false;

const hasAll = (labels: Readonly<Record<string, string>> = {}, wanted: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

export class Trial {
  private readonly probes: readonly Probe[];
  private readonly others: readonly PodEnd[];
  private readonly applied: readonly Manifest[];
  private pods: readonly IPod[] = [];
  private ways: readonly Way[] = [];

  /** @param listened - ports on which every pod listens: `TCP:8080` */
  constructor(
    private readonly stand: Stand,
    manifests: readonly Manifest[],
    listened: readonly string[],
  ) {
    this.probes = probesOf(manifests);
    const ends = new Map(this.probes.flatMap(({ from, to }) => [from, to].filter(isPod).map((end) => [end.name, end])));
    this.others = [...ends.values()].filter(({ name }) => /^(pods|any other pod)\b/.test(name));
    const rendered = new Set(manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
    const namespaces = new Map(
      this.others.map(({ namespace = elsewhere, namespaceLabels }) => [namespace, namespaceLabels]),
    );
    this.applied = [
      ...[...namespaces]
        .filter(([name]) => !rendered.has(name))
        .map(([name, labels]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
      ...asRendered(manifests),
      ...manifests.flatMap((manifest) => standIn(manifest, listened) ?? []),
      ...this.others.map(({ namespace = elsewhere, labels }, i) => other(`${prefix}${i}`, namespace, labels, listened)),
    ];
  }

  /** How many pods run, and how many connections are tried. */
  get size(): { readonly pods: number; readonly connections: number; readonly blocked: number } {
    const blocked = this.ways.filter(({ isAllowed }) => !isAllowed).length;
    return { pods: this.pods.length, connections: this.ways.length, blocked };
  }

  /** Applies the environment, and waits until all of its pods run. */
  async start(): Promise<void> {
    const { client } = this.stand;
    await client.apply(this.applied, { fieldManager: 'cluster-team' });
    this.pods = await waitUntil(
      'all stand-ins run',
      () => this.listPods(),
      (pods) => {
        const isRunning = pods.every(({ status }) => status?.phase === 'Running' && status.podIP !== undefined);
        return isRunning && this.isComplete(pods);
      },
      {
        seconds: 240,
        describe: (pods) =>
          (pods as readonly IPod[])
            .filter(({ status }) => status?.phase !== 'Running')
            .map(({ metadata, status }) => ({ name: metadata?.name, status })),
      },
    );
    const services = await client.list('Service');
    const clusterIps = services.map(
      ({ metadata, spec }) => [`${metadata?.name}.${metadata?.namespace}.svc`, spec?.clusterIP ?? 'None'] as const,
    );
    this.ways = waysOf(this.probes, this.podsByEnd(this.pods), new Map(clusterIps));
  }

  /** Pods of the trial, those too that are about to end. */
  private async listPods(): Promise<readonly IPod[]> {
    const namespaces = [...new Set(this.applied.flatMap(({ metadata }) => metadata.namespace ?? []))];
    const lists = await Promise.all(namespaces.map((namespace) => this.stand.client.list('Pod', { namespace })));
    // The cluster's own pods are no part of a trial.
    return lists.flat().filter((pod) => pod.metadata?.namespace !== 'kube-system' || isOther(pod));
  }

  /** Whether every workload has all of its pods. */
  private isComplete(pods: readonly IPod[]): boolean {
    const wanted = this.applied
      .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job', 'Pod'].includes(kind))
      .map(({ spec }) => (spec as { readonly replicas?: number }).replicas ?? 1);
    const own = [...this.podsByEnd(pods).values()];
    return own.every(({ length }) => length > 0) && new Set(own.flat()).size === wanted.reduce((a, b) => a + b, 0);
  }

  private podsByEnd(pods: readonly IPod[]): ReadonlyMap<string, readonly IPod[]> {
    const podsOf = (end: PodEnd): readonly IPod[] => {
      const place = this.others.findIndex(({ name }) => name === end.name);
      if (place >= 0) return pods.filter(({ metadata }) => metadata?.name === `${prefix}${place}`);
      return pods.filter(
        (pod) => !isOther(pod) && pod.metadata?.namespace === end.namespace && hasAll(pod.metadata?.labels, end.labels),
      );
    };
    return new Map(
      this.probes.flatMap(({ from, to }) => [from, to].filter(isPod).map((end) => [end.name, podsOf(end)])),
    );
  }

  /** Tries every connection once: what came of it, by its name. */
  async try(): Promise<ReadonlyMap<string, string>> {
    const [node] = this.stand.nodes;
    if (node === undefined) throw new Error('a stand has a node');
    const inside = [...new Set(this.ways.flatMap(({ from }) => from ?? []))];
    const processes = await node.processesOf(inside);
    const fromPods = await this.send(node.machine, inside, processes);
    return new Map([...fromPods, ...(await this.send(this.stand.outside, [undefined], [init]))]);
  }

  /** Sends from the networks of processes of a machine. */
  private async send(
    machine: Machine,
    sources: readonly (IPod | undefined)[],
    processes: readonly number[],
  ): Promise<readonly (readonly [string, string])[]> {
    const groups = sources.map((source) => this.ways.filter(({ from }) => from === source));
    const input = groups.map((probes, i) => ({ process: processes[i], probes }));
    const command = [await toolPath('packets'), 'probe', String(timeoutMilliseconds)];
    const answers = JSON.parse(machine.run(command, JSON.stringify(input))) as readonly (readonly string[])[];
    return groups.flatMap((ways, i) => ways.map(({ name }, j) => [name, answers[i]?.[j] ?? ''] as const));
  }

  /** What the matrix states, as {@link Trial.try} sees it: the names of the connections that are made. */
  get allowed(): readonly string[] {
    return this.ways.filter(({ isAllowed }) => isAllowed).map(({ name }) => name);
  }

  get all(): readonly string[] {
    return this.ways.map(({ name }) => name);
  }

  /** Removes what was applied, but for namespaces and the pods of others, and waits until the pods are gone. */
  async end(): Promise<void> {
    const own = this.applied.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== undefined);
    await this.stand.client.delete(own);
    await waitUntil(
      'no stand-in is left',
      () => this.listPods(),
      (pods) => pods.length === 0,
      { describe: (pods) => (pods as readonly IPod[]).map(({ metadata }) => metadata?.name) },
    );
  }
}
