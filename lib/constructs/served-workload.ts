/** What a workload behind a Service gives to others: its name, its address and its pods. */
import { Construct } from 'constructs';
import { type Owner, type PodPeer, selectorLabels } from '../kubernetes/draw';

/** Port name that probes, Services and monitors use. */
export const portName = 'http';

/** What a served workload is known by. */
export interface ServedAs {
  readonly namespace: string;
  /** `app.kubernetes.io/name` of its pods. */
  readonly component: string;
  readonly port: number;
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Scheme of its address. @default 'http' */
  readonly scheme?: string;
}

/** A workload behind a Service, both named like the construct. */
export abstract class ServedWorkload extends Construct {
  /** Name of the workload, of its Service and of its pods' account. */
  readonly name: string;
  readonly namespace: string;
  /** Port of the Service and of the pods. */
  readonly port: number;
  /** Address inside the cluster: `http://llama-3.llm-serving.svc:8080`. */
  readonly url: string;
  /** Labels that select its pods; they never change. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Its pods, for the policies of others. */
  readonly peer: PodPeer;
  /** The Service, for a route or a monitor. */
  readonly service: { readonly name: string; readonly namespace: string; readonly portName: string };
  /** The workload, for an autoscaler or a rollout of others. */
  readonly workload: { readonly kind: ServedAs['kind']; readonly name: string; readonly namespace: string };

  protected readonly owner: Owner;

  protected constructor(scope: Construct, id: string, { namespace, component, port, kind, scheme = 'http' }: ServedAs) {
    super(scope, id);
    this.owner = { component, instance: id };
    this.name = id;
    this.namespace = namespace;
    this.port = port;
    this.url = `${scheme}://${id}.${namespace}.svc:${port}`;
    this.podLabels = selectorLabels(this.owner);
    this.peer = { namespace, podLabels: this.podLabels };
    this.service = { name: id, namespace, portName };
    this.workload = { kind, name: id, namespace };
  }
}
