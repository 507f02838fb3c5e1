/**
 * Pods of others that a platform talks to, by the labels under which well-known software runs. What is seen is a guess
 * that says so.
 */
import { carries, type Inventory, type LiveObject } from '../inventory';
import { fields, type Field, type Fields } from './source';

/** Pods by which software is recognised; without a namespace, wherever they run. */
interface Known {
  readonly namespace?: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

const anywhere = (...all: readonly Readonly<Record<string, string>>[]): readonly Known[] =>
  all.map((podLabels) => ({ podLabels }));

/** Pods that pass requests on, as their charts, operators and distributions label them. */
const gateways: readonly Known[] = anywhere(
  { 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/component': 'proxy' },
  { 'app.kubernetes.io/name': 'gateway' },
  { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  { 'app.kubernetes.io/name': 'traefik' },
  { 'app.kubernetes.io/name': 'haproxy-ingress' },
  { 'app.kubernetes.io/name': 'kong' },
  { istio: 'ingressgateway' },
  { 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' },
  { 'app.kubernetes.io/name': 'rke2-ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  { 'app.kubernetes.io/name': 'rke2-traefik' },
  {
    'app.kubernetes.io/managed-by': 'aks-app-routing-operator',
    'app.kubernetes.io/component': 'ingress-controller',
  },
);

/** The Prometheus of OpenShift that takes the monitors of users; the platform's own does not. */
const ofOpenShiftUsers = {
  namespace: 'openshift-user-workload-monitoring',
  podLabels: { 'app.kubernetes.io/name': 'prometheus' },
} as const;

/** Pods that scrape metrics. */
const monitors: readonly Known[] = [
  ofOpenShiftUsers,
  ...anywhere(
    { 'app.kubernetes.io/name': 'prometheus' },
    { 'app.kubernetes.io/name': 'vmagent' },
    { 'app.kubernetes.io/name': 'alloy' },
    { 'app.kubernetes.io/name': 'grafana-agent' },
    { 'app.kubernetes.io/name': 'opentelemetry-collector' },
  ),
];

interface Seen {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Where pods with one of several sets of labels run, each place once. */
function seen(pods: readonly LiveObject[], known: readonly Known[]): readonly Seen[] {
  const places = known.flatMap(({ namespace: place, podLabels }) => {
    const there = pods.filter((pod) => carries(pod, podLabels)).map(({ metadata: { namespace = '' } }) => namespace);
    return [...new Set(there)]
      .filter((namespace) => place === undefined || namespace === place)
      .sort()
      .map((namespace) => ({ namespace, podLabels }));
  });
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

const peerOf = ({ namespace, podLabels }: Seen): Fields => fields({ namespace, podLabels: fields(podLabels) });

const placeText = ({ namespace, podLabels }: Seen): string =>
  `${Object.entries(podLabels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')} in ${namespace}`;

type Line = Field | { readonly comments: readonly string[] };

function line(key: string, what: string, [first, ...others]: readonly Seen[]): Line {
  if (first === undefined)
    return {
      comments: [
        `Fill in: ${key}: { namespace, podLabels } of the pods that ${what}; no such pods were found, and without this field no pod may do so`,
      ],
    };
  const also = others.length === 0 ? '' : `; also found: ${others.map(placeText).join(' · ')}`;
  return { key, value: peerOf(first), comments: [`Check: the pods that ${what}${also}`] };
}

/** The fields `requestsFrom` and `monitoring`. */
export const peers = ({ of }: Inventory): readonly Line[] => [
  line('requestsFrom', 'send requests to models', seen(of('Pod'), gateways)),
  line('monitoring', 'scrape metrics', seen(of('Pod'), monitors)),
];
