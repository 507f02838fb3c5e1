/** An environment on real nodes, with those who may reach it and those who may not. */
import type { IPod } from 'kubernetes-models/v1';
import type { EnvironmentInput, ServerPlan } from '../../../lib';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { waitUntil } from '../../cluster/client/wait';
import { render, type Rendered } from '../../cluster/world/rendered';
import { standImage } from './images/images';
import { neighbours } from './environment';
import type { Passage } from './passage';
import { Stand, type StandOptions } from './stand';
import { provideVolumes, storageClasses } from './volumes';

const pause = ['sh', '-c', 'trap "exit 0" TERM; sleep infinity & wait'];

/**
 * A pod that connections leave from, and that does nothing itself.
 *
 * @param nodeName - where it runs; wherever the scheduler puts it, if it is left out
 */
export const client = (
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  nodeName?: string,
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { ...labels } },
  spec: {
    nodeName,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'client',
        image: standImage('busybox'),
        imagePullPolicy: 'Never',
        command: pause,
        resources: { requests: { cpu: '5m', memory: '8Mi' } },
      },
    ],
  },
});

const namespace = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** Pods outside of an environment, by a name of ours. */
export const clients = {
  gateway: { namespace: 'gateway', name: 'gateway', labels: neighbours.requestsFrom.podLabels },
  prometheus: { namespace: 'monitoring', name: 'prometheus', labels: neighbours.monitoring.podLabels },
  /** In the gateway's namespace, without its labels. */
  beside: { namespace: 'gateway', name: 'beside', labels: { app: 'beside' } },
  /** With the gateway's labels, in another namespace. */
  stranger: { namespace: 'stranger', name: 'stranger', labels: neighbours.requestsFrom.podLabels },
} as const;

export type ClientName = keyof typeof clients;

export class NodeWorld {
  private constructor(
    readonly stand: Stand,
    private current: Rendered,
    private readonly volumes: { stop(): Promise<void> },
  ) {}

  /** Starts a stand with what an environment expects, and nothing of the environment itself. */
  static async start(input: EnvironmentInput, options: StandOptions): Promise<NodeWorld> {
    const stand = await Stand.start(options);
    try {
      const rendered = render(input, stand);
      const all = Object.values(clients);
      await stand.client.apply([...[...new Set(all.map((each) => each.namespace))].map(namespace), ...storageClasses], {
        fieldManager: 'cluster-team',
      });
      await stand.client.apply(
        all.map(({ namespace: where, name, labels }) => client(where, name, labels)),
        { fieldManager: 'cluster-team' },
      );
      for (const each of all)
        await stand.client.waitFor(
          'runs',
          'Pod',
          each.name,
          each.namespace,
          ({ status }) => status?.phase === 'Running',
        );
      return new NodeWorld(stand, rendered, provideVolumes(stand.client, stand.folder));
    } catch (error) {
      await stand.stop();
      throw error;
    }
  }

  /** The environment as it was rendered last. */
  get rendered(): Rendered {
    return this.current;
  }

  /** Applies the environment as its README says: `kubectl apply -k`. */
  async apply(): Promise<void> {
    await this.stand.kubectl.run(['apply', '-k', this.rendered.folder]);
  }

  /** Renders an environment that was changed, and applies it as before. */
  async change(input: EnvironmentInput): Promise<void> {
    this.current = render(input, this.stand);
    await this.apply();
  }

  /** What the plan has of a workload, by its name. */
  plan(workload: string): ServerPlan {
    const found = this.rendered.synthesis.plan.servers.find((each) => each.workload.name === workload);
    if (found === undefined) throw new Error(`the plan has no workload ${workload}`);
    return found;
  }

  get namespace(): string {
    return this.rendered.synthesis.plan.environment.cluster.namespaces.serving;
  }

  /** Pods of a workload that are not about to end, by the name that the environment gives it. */
  async pods(workload: string): Promise<readonly IPod[]> {
    const pods = await this.stand.client.list('Pod', { namespace: this.namespace });
    return pods.filter(
      (pod) =>
        pod.metadata?.labels?.['app.kubernetes.io/instance'] === workload &&
        pod.metadata?.deletionTimestamp === undefined,
    );
  }

  /** Waits until pods of a workload are Ready, and none else of it is left. */
  async ready(workload: string, replicas = 1, seconds = 300): Promise<readonly IPod[]> {
    return waitUntil(
      `${workload} has ${replicas} Ready pods`,
      () => this.pods(workload),
      (pods) =>
        pods.length === replicas &&
        pods.every(({ status }) =>
          status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
        ),
      {
        seconds,
        describe: (pods) => (pods as readonly IPod[]).map(({ metadata, status }) => ({ name: metadata?.name, status })),
      },
    );
  }

  /** Connections that leave from one of the clients. */
  from(name: ClientName): Promise<Passage> {
    return this.stand.from(clients[name].namespace, clients[name].name);
  }

  async end(): Promise<void> {
    try {
      await this.volumes.stop();
    } finally {
      await this.stand.stop();
    }
  }
}
