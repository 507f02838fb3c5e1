/** Alerts of what clients get from each model: errors, late answers, no answer. They are made of the gateway's metrics. */
import { addDurations, type Derived, derived, type Duration, durationText, minutes, seconds } from '../../core';
import type { GatewayPlan, ServerPlan } from '../../plan';
import { aggregate, promql, quantile, series } from '../expressions/expression';
import { type BurnWindow, burnRecord, burnRecords, type Promised, requestsRecord } from '../records/burn-rates';
import { type Alert, type RuleGroup, type Severity, sharedRules } from './alert';
import { type AlertScope, namespacesOf, percentText, ratioText } from './scope';

/** Speeds at which a budget of 30 days is used up, with the windows that show it. */
const speeds = [
  { factor: 14.4, long: '1h', short: '5m', severity: 'page', uses: '2 % of the budget of 30 days in an hour' },
  { factor: 6, long: '6h', short: '30m', severity: 'page', uses: '5 % of the budget of 30 days in six hours' },
  { factor: 1, long: '3d', short: '6h', severity: 'ticket', uses: '10 % of the budget of 30 days in three days' },
] as const satisfies readonly {
  readonly factor: number;
  readonly long: BurnWindow;
  readonly short: BurnWindow;
  readonly severity: Severity;
  readonly uses: string;
}[];

/** Fewer requests in an hour are too few to judge by: one error of ten would wake a person. */
const fewestRequests = 20;

/** One evaluation more than one: a single bad scrape pages no person. */
const burnDelay = seconds(30);

function burns(
  { time }: AlertScope,
  promised: Promised,
  name: 'ModelErrors' | 'ModelFirstTokenSlow',
  objective: number,
  summary: string,
): readonly Alert[] {
  return speeds.map(({ factor, long, short, severity, uses }) => {
    const most = Math.min(factor * (1 - objective), 0.99);
    const limit = ratioText(most);
    return {
      name,
      severity,
      expression: promql`${series(burnRecord(promised, long))} > ${limit}
        and on (model) ${series(burnRecord(promised, short))} > ${limit}
        and on (model) ${series(requestsRecord)} > ${fewestRequests}`,
      for: time(burnDelay),
      summary: `${summary} {{ $value | humanizePercentage }} within ${long}, of ${percentText(1 - objective)} that are allowed.`,
      because: `${percentText(most)} is ${factor} times ${percentText(1 - objective)}: ${uses}`,
      labels: { window: long },
    };
  });
}

/** Time that half of what waits in front of a model may take: the limit that was asked for. */
const longestQueue = seconds(30);

const queueLong = ({ time, ...scope }: AlertScope): Alert => ({
  name: 'QueueLong',
  severity: 'ticket',
  expression: promql`${quantile(0.95, 'corral_gateway_first_token_seconds', ['model'], time(minutes(5)), {
    namespace: namespacesOf({ time, ...scope }).gateway,
  })} > ${time(longestQueue)}`,
  for: time(minutes(5)),
  summary: 'One in twenty answers of {{ $labels.model }} begins after more than {{ $value | humanizeDuration }}.',
  because: 'no engine has a metric of the time in its queue: the first token comes after it',
});

/** Whether a rollout and a drain leave a pod that answers. */
function staysUp({ replicas, replacement, maxUnavailable }: ServerPlan): boolean {
  if (replicas.min < 2 || maxUnavailable.value === 'all' || maxUnavailable.value >= replicas.min) return false;
  if (replacement.by === 'stateful-set') return replacement.maxUnavailable.value < replicas.min;
  const { value } = replacement.rollout;
  return value.type === 'RollingUpdate' && value.maxUnavailable < replicas.min;
}

/** How long a model may be without a pod: while its only pod is replaced as long as that takes. */
export function longestAbsence(server: ServerPlan): Derived<Duration> {
  if (staysUp(server)) return derived(minutes(2), 'a rollout and a drain leave a pod that answers');
  const { progressDeadline } = server.budgets;
  return derived(
    addDurations(progressDeadline.value, minutes(2)),
    `${durationText(progressDeadline.value)} in which its only pods are replaced, and 2 min`,
  );
}

/** Envoy's clusters of a workload. */
const clustersOf = ({ models: { clusters } }: GatewayPlan, { workload: { name, byOrdinal } }: ServerPlan) =>
  byOrdinal === undefined
    ? [name]
    : byOrdinal.map((_, ordinal) => `${name}-${ordinal}`).filter((each) => each in clusters);

/** What Envoy sees, since that is what requests meet; without a gateway what Kubernetes reports. */
export function modelUnavailable(scope: AlertScope, server: ServerPlan): readonly Alert[] {
  const { workload, replacement, replicas } = server;
  if (replicas.min === 0) return [];
  const { gateway, serving } = namespacesOf(scope);
  const absence = longestAbsence(server);
  const base = {
    name: 'ModelUnavailable',
    severity: 'page',
    for: scope.time(absence.value),
    because: absence.because,
  } as const;
  if (scope.plan.gateway !== undefined) {
    const healthy = series('envoy_cluster_membership_healthy', {
      namespace: gateway,
      envoy_cluster_name: clustersOf(scope.plan.gateway, server),
    });
    return [
      {
        ...base,
        expression: promql`${aggregate('max', ['envoy_cluster_name'], healthy)} == 0`,
        summary: 'The gateway finds no pod of {{ $labels.envoy_cluster_name }} that answers.',
      },
    ];
  }
  const ready =
    replacement.by === 'deployment'
      ? series('kube_deployment_status_replicas_available', { namespace: serving, deployment: workload.name })
      : series('kube_statefulset_status_replicas_ready', { namespace: serving, statefulset: workload.name });
  return [{ ...base, expression: promql`${ready} == 0`, summary: `${workload.name} has no pod that is ready.` }];
}

/** As the label of the histogram has it. */
const boundText = (bound: number): string => (Number.isInteger(bound) ? `${bound}.0` : `${bound}`);

/** Promises to clients by model; they need the gateway, which sees every request. */
export function modelGroup(scope: AlertScope): RuleGroup | undefined {
  const { plan, settings, time } = scope;
  if (plan.gateway === undefined) return undefined;
  const { gateway } = namespacesOf(scope);
  const { errors, firstToken } = settings;
  return {
    name: 'corral-models',
    object: sharedRules,
    namespace: gateway,
    records: burnRecords(
      {
        namespace: gateway,
        toZero: modelsToZero(plan.gateway, plan.servers),
        bound: boundText(firstToken.seconds),
      },
      time,
    ),
    alerts: [
      ...burns(scope, 'errors', 'ModelErrors', errors.objective, 'Of the requests of {{ $labels.model }} fail'),
      ...burns(
        scope,
        'first_token',
        'ModelFirstTokenSlow',
        firstToken.objective,
        `Of the answers of {{ $labels.model }} begin later than ${firstToken.seconds} s`,
      ),
      queueLong(scope),
    ],
  };
}

/** Public names of models whose workloads may have no pod. */
function modelsToZero({ models: { models } }: GatewayPlan, servers: readonly ServerPlan[]): readonly string[] {
  const names = new Set(servers.filter(({ replicas }) => replicas.min === 0).map(({ workload }) => workload.name));
  return Object.entries(models)
    .filter(([, { tracks }]) => Object.values(tracks).every(({ cluster }) => names.has(cluster)))
    .map(([name]) => name);
}
