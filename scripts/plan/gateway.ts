/** The gateway of a plan: its pods, who reaches it and how, and which answers end early when a pod of it ends. */
import type { Plan } from '../../lib';
import { durationText, mibText } from '../../lib/internal';
import { table, wrapped, type Layout } from '../command';
import { section } from './text';

type Gateway = NonNullable<Plan['environment']['gateway']>;

const exposures: Readonly<Record<Gateway['expose']['by'], string>> = {
  cluster: 'pods of the cluster',
  'gateway-api': 'a Gateway',
  ingress: 'an Ingress',
  'load-balancer': 'a load balancer',
  'node-port': 'a port of each node',
};

/** Where clients send requests. */
function addressOf({ host, tls, expose }: Gateway, namespace: string): string {
  const scheme = tls === 'none' ? 'http' : 'https';
  const port = expose.by === 'node-port' ? `:${expose.port}` : expose.by === 'cluster' && tls === 'none' ? ':8080' : '';
  const name = expose.by === 'cluster' ? `gateway.${namespace}.svc` : (host ?? 'NODE');
  return `${scheme}://${name}${port}/v1`;
}

const podsText = ({ replicas: { min, max } }: Gateway): string => (min === max ? `${max}` : `${min}–${max}`);

/** What a pod of the gateway that ends does to answers. */
function endText({ longestAnswer, cuts }: NonNullable<Plan['gateway']>): string {
  const waits = durationText(longestAnswer.value);
  if (cuts.length === 0)
    return `A pod that ends waits up to ${waits} for its answers (${longestAnswer.because}): no answer ends early.`;
  const longer = cuts.map(({ workload, answer }) => `${workload} (up to ${durationText(answer)})`).join(', ');
  return `A pod that ends waits ${waits} for its answers (${longestAnswer.because}). Longer answers end early: ${longer}.`;
}

/** Only where the environment has a gateway. */
export function gatewayText({ environment, gateway: planned, support }: Plan, layout: Layout): string {
  const { gateway, cluster } = environment;
  const pods = support.find(({ traffic }) => traffic.gateway === true);
  if (gateway === undefined || planned === undefined || pods === undefined) return '';
  const row = [
    podsText(gateway),
    mibText(pods.wants.memory),
    gateway.pools.join(', '),
    `${Object.keys(planned.clients).length}`,
    `${Object.keys(planned.models.models).length}`,
    exposures[gateway.expose.by],
    addressOf(gateway, cluster.namespaces.gateway),
  ];
  return section(
    'Gateway',
    [
      table(['pods', 'MiB of a pod', 'pools', 'clients', 'models', 'reached by', 'address'], [row], layout),
      '',
      ...wrapped(endText(planned), layout.width - 2).map((line) => `  ${line}`),
    ].join('\n'),
    layout,
  );
}

/** What `--json` prints of it: names and limits, and no configuration. */
export const gatewaySummary = ({ gateway, environment }: Plan) =>
  gateway === undefined
    ? {}
    : {
        gateway: {
          longestAnswer: gateway.longestAnswer,
          cuts: gateway.cuts,
          slots: gateway.slots,
          clients: Object.keys(gateway.clients),
          models: Object.keys(gateway.models.models),
          limits: environment.gateway?.clients,
        },
      };
