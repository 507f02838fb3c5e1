/** The Services of a gateway: the one that clients connect to, and the one by which its pods find each other. */
import { gatewayNames } from '../../gateway';
import { object, objectLabels, selectorLabels } from '../../kubernetes/draw';
import type { Kinds } from '../../kubernetes/kinds';
import { portName } from '../served-workload';
import { scrapeAnnotations } from '../observability/scraping';
import { policyMetrics } from './metrics';
import { peersPortName } from './pod';
import type { GatewayParts } from './props';

type ServiceSpec = NonNullable<Kinds['Service']['spec']>;

/** What a Service has beside its selector and its port. */
function typeOf({ service = { type: 'ClusterIP' } }: GatewayParts['props']): Partial<ServiceSpec> {
  if (service.type !== 'LoadBalancer') return { type: service.type };
  const { type, sourceRanges } = service;
  return {
    type,
    // The address of a client reaches the gateway, which limits failed keys by it.
    externalTrafficPolicy: 'Local',
    loadBalancerSourceRanges: sourceRanges === undefined ? undefined : [...sourceRanges],
  };
}

/**
 * A pod is annotated with one path, that of Envoy: the endpoints of this Service are the same pods, with the path of
 * the policy.
 */
function annotationsOf(props: GatewayParts['props']): Record<string, string> | undefined {
  const scraped = scrapeAnnotations(props.scraping, policyMetrics(props));
  return Object.keys(scraped).length === 0 ? undefined : { ...scraped };
}

export function services({ construct, name, owner, port, props }: GatewayParts): void {
  const { namespace, service, certificate, settings } = props;
  const selector = selectorLabels(owner);
  const annotations = service?.type === 'LoadBalancer' ? service.annotations : undefined;
  object(construct, 'service', 'Service', {
    metadata: {
      name,
      namespace,
      labels: objectLabels(owner),
      annotations: annotations === undefined ? undefined : { ...annotations },
    },
    spec: {
      ...typeOf(props),
      selector,
      ports: [
        {
          name: certificate === undefined ? portName : 'https',
          port: certificate === undefined ? port : 443,
          targetPort: portName,
          protocol: 'TCP',
          appProtocol: certificate === undefined ? 'http' : 'https',
          nodePort: service?.type === 'NodePort' ? service.nodePort : undefined,
        },
      ],
    },
  });
  object(construct, 'peers', 'Service', {
    metadata: { name: gatewayNames.peers, namespace, labels: objectLabels(owner), annotations: annotationsOf(props) },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      // A pod that is not ready yet counts requests all the same once it is; its counts are asked for before.
      publishNotReadyAddresses: true,
      selector,
      ports: [{ name: peersPortName, port: settings.ports.policy, targetPort: peersPortName, protocol: 'TCP' }],
    },
  });
}
