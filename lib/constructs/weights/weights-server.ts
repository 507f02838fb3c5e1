/** Serves the store over HTTP, read-only: the one reader through which weights reach the nodes. */
import type { Construct } from 'constructs';
import { type Image, images } from '../../catalog';
import { derived, hostText } from '../../core';
import { clusterFacts, ofPlatform, type PodPeer, selectorLabels } from '../../kubernetes/draw';
import {
  type ClaimFile,
  storeMount,
  weightsServer,
  weightsServerHealth,
  weightsServerMetricsPath,
  weightsServerPort as port,
} from '../../programs';
import {
  type ContainerWants,
  type DisruptionBudget,
  type Scheduling,
  weightsServerLiveness,
  weightsServerReadiness,
  weightsServerReplicas,
  weightsServerRollout,
  weightsServerTransfers,
  weightsServerWants,
} from '../../workload';
import type { WithAdditions } from '../added';
import type { WithScraping } from '../observability/scraping';
import type { WithPrograms } from '../program-files';
import type { WeightsServerAddress } from '../serving/weights-volume';
import { WebWorkload } from '../web/web-workload';

export interface WeightsServerProps extends WithPrograms, WithAdditions, WithScraping {
  readonly namespace: string;
  /** The store's claim, mounted read-only. */
  readonly claimName: string;
  /**
   * The files of a claim of others, with their paths: the claim is mounted read-only as a whole, and these are served.
   * @default - the claim is a store of ours, and all of it is served
   */
  readonly files?: readonly ClaimFile[];
  /** Cluster IP of its Service: stagers ask there. It must be free, and cannot change later. */
  readonly address: string;
  /** Namespace of the pods that stage weights. @default - its own */
  readonly clientNamespace?: string;
  /** Pods that may scrape its metrics, where `scraping` is given. @default - none */
  readonly monitoring?: PodPeer;
  /** Two, so that one may be drained while pods start. @default 2 */
  readonly replicas?: number;
  /** Most pods that a drain may take at once. @default 1 */
  readonly maxUnavailable?: DisruptionBudget;
  /** @default - half a core, 128 MiB of memory and of disk */
  readonly wants?: ContainerWants;
  /** @default - anywhere, with the cluster's default priority */
  readonly scheduling?: Scheduling;
  /** @default - nginx of the pinned version */
  readonly image?: Image;
}

/** A Deployment of nginx, its Service, identity, policy and disruption budget, named like the construct. */
export class WeightsServer extends WebWorkload {
  /** Where stagers find it. */
  readonly from: WeightsServerAddress;

  constructor(scope: Construct, id: string, props: WeightsServerProps) {
    const { namespace, clientNamespace = namespace, claimName, files, scraping, monitoring } = props;
    const hasMetrics = scraping !== undefined;
    const clients: PodPeer = { namespace: clientNamespace, podLabels: ofPlatform };
    super(scope, id, {
      namespace,
      component: 'weights-server',
      port,
      container: 'nginx',
      image: props.image ?? images.nginx,
      run: weightsServer({ port, families: clusterFacts(scope).families, files, metrics: hasMetrics }),
      readiness: { path: weightsServerHealth, ...weightsServerReadiness },
      // Not a TCP connection: the kernel accepts one for a server that has no place left for it.
      liveness: { path: weightsServerHealth, ...weightsServerLiveness },
      wants: props.wants ?? weightsServerWants,
      replicas: props.replicas ?? weightsServerReplicas,
      rollout: weightsServerRollout,
      longestRequest: weightsServerTransfers,
      maxUnavailable: props.maxUnavailable ?? derived(1, 'one at a time: the other replica serves requests'),
      flows: {
        ingress: [clients, hasMetrics ? monitoring : undefined].flatMap((peer) =>
          peer === undefined ? [] : [{ peer, port }],
        ),
        egress: [],
      },
      scraping,
      metricsPath: hasMetrics ? weightsServerMetricsPath : undefined,
      address: props.address,
      volumes: [{ name: 'store', path: storeMount, from: { claimName, ofOthers: files !== undefined } }],
      scheduling: props.scheduling,
      programs: props.programs,
      additions: props.additions,
    });
    this.from = WeightsServer.addressOf(id, props);
  }

  /** Where stagers find a weights server of this name, which may be of another chart. */
  static addressOf(
    name: string,
    { namespace, address }: Pick<WeightsServerProps, 'namespace' | 'address'>,
  ): WeightsServerAddress {
    return {
      url: `http://${hostText(address)}:${port}`,
      peer: { namespace, podLabels: selectorLabels({ component: 'weights-server', instance: name }) },
      port,
    };
  }
}
