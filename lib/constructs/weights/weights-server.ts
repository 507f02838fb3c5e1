/** Serves the store over HTTP, read-only: the one reader through which weights reach the nodes. */
import { Construct } from 'constructs';
import { imageReference } from '../../catalog/image';
import { images } from '../../catalog/images';
import { bytesQuantity } from '../../core/bytes';
import { derived } from '../../core/derived';
import { container } from '../../kubernetes/draw/container';
import { movable } from '../../kubernetes/draw/eviction';
import { objectLabels, ofPlatform, selectorLabels, type Owner } from '../../kubernetes/draw/labels';
import { workloadPolicy, type PodPeer } from '../../kubernetes/draw/network';
import { object } from '../../kubernetes/draw/object';
import { podDefaults } from '../../kubernetes/draw/pod-security';
import { affinity, tolerations, zoneSpread } from '../../kubernetes/draw/scheduling';
import { scratchMount, storeMount } from '../../programs/volumes';
import { weightsServer, weightsServerHealth, weightsServerPort as port } from '../../programs/weights-server';
import type { ContainerWants, DisruptionBudget, Scheduling } from '../../workload/pod';
import { weightsServerLiveness, weightsServerReadiness } from '../../workload/probe-times';
import {
  weightsServerGrace,
  weightsServerReplicas,
  weightsServerRollout as rollout,
  weightsServerWants,
} from '../../workload/small-pods';
import { disruptionBudget } from '../serving/disruption-budget';
import { programFiles, type WithPrograms } from '../program-files';
import type { WeightsServerAddress } from '../serving/weights-volume';
import { workloadIdentity } from '../workload-identity';

export interface WeightsServerProps extends WithPrograms {
  readonly namespace: string;
  /** The store's claim, mounted read-only. */
  readonly claimName: string;
  /** Cluster IP of its Service, IPv4: stagers ask there. It must be free, and cannot change later. */
  readonly address: string;
  /** Namespace of the pods that stage weights. @default - its own */
  readonly clientNamespace?: string;
  /** Two, so that one may be drained while pods start. @default 2 */
  readonly replicas?: number;
  /** Most pods that a drain may take at once. @default 1 */
  readonly maxUnavailable?: DisruptionBudget;
  /** @default - half a core, 128 MiB of memory and of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
}

const portName = 'http';

/** A Deployment of nginx, its Service, identity, policy and disruption budget, named like the construct. */
export class WeightsServer extends Construct {
  private readonly owner: Owner;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WeightsServerProps,
  ) {
    super(scope, id);
    const { namespace, clientNamespace = namespace } = props;
    this.owner = { component: 'weights-server', instance: id };
    const clients: PodPeer = { namespace: clientNamespace, podLabels: ofPlatform };
    workloadPolicy(this, 'policy', namespace, this.owner, { ingress: [{ peer: clients, port }], egress: [] });
    workloadIdentity(this, namespace, this.owner);
    object(this, 'service', 'Service', {
      metadata: { name: id, namespace, labels: objectLabels(this.owner) },
      spec: {
        type: 'ClusterIP',
        clusterIP: props.address,
        selector: selectorLabels(this.owner),
        ports: [{ name: portName, port, targetPort: portName, protocol: 'TCP', appProtocol: 'http' }],
      },
    });
    this.deployment();
    disruptionBudget(
      this,
      namespace,
      this.owner,
      props.maxUnavailable ?? derived(1, 'one at a time: the other replica serves requests'),
    );
  }

  /** Where stagers find it. */
  get from(): WeightsServerAddress {
    return WeightsServer.addressOf(this.owner.instance, this.props);
  }

  /** Where stagers find a weights server of this name, which may be of another chart. */
  static addressOf(
    name: string,
    { namespace, address }: Pick<WeightsServerProps, 'namespace' | 'address'>,
  ): WeightsServerAddress {
    return {
      url: `http://${address}:${port}`,
      peer: { namespace, podLabels: selectorLabels({ component: 'weights-server', instance: name }) },
      port,
    };
  }

  private deployment(): void {
    const {
      namespace,
      claimName,
      replicas = weightsServerReplicas,
      wants = weightsServerWants,
      scheduling,
      programs,
    } = this.props;
    const run = weightsServer({ port });
    const files = programFiles(this, { namespace, owner: this.owner, programs }, [run]);
    object(this, 'deployment', 'Deployment', {
      metadata: { name: this.owner.instance, namespace, labels: objectLabels(this.owner) },
      spec: {
        replicas,
        revisionHistoryLimit: 1,
        // The next is not replaced before the former one is gone, so that only one ends at a time.
        minReadySeconds: weightsServerGrace,
        strategy: {
          type: rollout.type,
          rollingUpdate: { maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable },
        },
        selector: { matchLabels: selectorLabels(this.owner) },
        template: {
          metadata: { labels: objectLabels(this.owner), annotations: movable },
          spec: {
            ...podDefaults,
            serviceAccountName: this.owner.instance,
            priorityClassName: scheduling?.priorityClassName,
            affinity: affinity(this.owner, scheduling?.pools ?? []),
            tolerations: tolerations(scheduling?.pools ?? [], false),
            topologySpreadConstraints: zoneSpread(this.owner, 'Deployment'),
            terminationGracePeriodSeconds: weightsServerGrace,
            containers: [
              container(
                {
                  name: 'nginx',
                  image: imageReference(images.nginx),
                  command: [...run.command],
                  ports: [{ name: portName, containerPort: port, protocol: 'TCP' }],
                  readinessProbe: { httpGet: { path: weightsServerHealth, port: portName }, ...weightsServerReadiness },
                  // Not a TCP connection: the kernel accepts one for a server that has no place left for it.
                  livenessProbe: { httpGet: { path: weightsServerHealth, port: portName }, ...weightsServerLiveness },
                  volumeMounts: [
                    { name: 'store', mountPath: storeMount, readOnly: true },
                    { name: 'tmp', mountPath: scratchMount },
                    files.mount,
                  ],
                },
                wants,
              ),
            ],
            volumes: [
              { name: 'store', persistentVolumeClaim: { claimName } },
              { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(wants.ephemeralStorage) } },
              files.volume,
            ],
          },
        },
      },
    });
  }
}
