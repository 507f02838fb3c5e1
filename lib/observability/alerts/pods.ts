/** Alerts of all pods of a namespace, whatever they run. */
import { minutes } from '../../core';
import type { ServerPlan } from '../../plan';
import { increase, promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { type AlertScope, namespacesOf, podsOf } from './scope';

const restarts = ({ time }: AlertScope, namespace: string): Alert => ({
  name: 'ContainerRestarts',
  severity: 'ticket',
  expression: promql`${increase('kube_pod_container_status_restarts_total', time(minutes(15)), { namespace })} > 2`,
  summary:
    'Container {{ $labels.container }} of {{ $labels.pod }} restarted {{ $value | humanize }} times within 15 min.',
});

const outOfMemory = ({ time }: AlertScope, namespace: string): Alert => {
  const killed = series('kube_pod_container_status_last_terminated_reason', { namespace, reason: 'OOMKilled' });
  const again = increase('kube_pod_container_status_restarts_total', time(minutes(10)), { namespace });
  return {
    name: 'OutOfMemory',
    severity: 'ticket',
    expression: promql`${killed} == 1 and on (namespace, pod, container) ${again} > 0`,
    keepFiring: time(minutes(30)),
    summary: 'Container {{ $labels.container }} of {{ $labels.pod }} used more memory than its limit, and was killed.',
  };
};

const targetDown = ({ time }: AlertScope, namespace: string): Alert => ({
  name: 'TargetDown',
  severity: 'ticket',
  expression: promql`${series('up', { namespace })} == 0
    and on (namespace, pod) ${series('kube_pod_status_ready', { namespace, condition: 'true' })} == 1`,
  for: time(minutes(10)),
  summary: 'Prometheus cannot read the metrics of {{ $labels.pod }}, which is ready.',
});

const rolloutStuck = ({ time }: AlertScope, namespace: string): Alert => ({
  name: 'RolloutStuck',
  severity: 'ticket',
  expression: promql`${series('kube_deployment_status_condition', { namespace, condition: 'Progressing', status: 'false' })} == 1`,
  for: time(minutes(1)),
  summary: 'The rollout of {{ $labels.deployment }} makes no progress; its old pods go on, if it has some.',
  because: 'progressDeadlineSeconds of each Deployment comes from its plan',
});

/** Pods of batch wait for room: they are no fault. */
function unschedulable({ time }: AlertScope, namespace: string, batch: readonly ServerPlan[]): Alert {
  const pods = batch.map((server) => podsOf(server).matches).join('|');
  return {
    name: 'PodsUnschedulable',
    severity: 'ticket',
    expression: promql`${series('kube_pod_status_unschedulable', { namespace })} == 1
      ${pods === '' ? '' : `unless on (namespace, pod) ${series('kube_pod_status_unschedulable', { namespace, pod: { matches: pods } }).promql}`}`,
    for: time(minutes(15)),
    summary: '{{ $labels.pod }} finds no node.',
    because: 'a node that is made for a pod is there within 15 min; all pods but those of batch have room by the plan',
  };
}

/** Only nodes that have pods of this namespace. */
const diskPressure = ({ time }: AlertScope, namespace: string): Alert => ({
  name: 'NodeDiskPressure',
  severity: 'ticket',
  expression: promql`max by (node) (${series('kube_node_status_condition', { condition: 'DiskPressure', status: 'true' })}) == 1
    and on (node) max by (node) (${series('kube_pod_info', { namespace })})`,
  for: time(minutes(5)),
  summary: 'The disk of node {{ $labels.node }} is nearly full: Kubernetes evicts pods from it.',
});

/** The pods of a namespace. */
export function podGroup(scope: AlertScope, namespace: string): RuleGroup {
  const isServing = namespace === namespacesOf(scope).serving;
  const batch = isServing ? scope.plan.servers.filter(({ workload }) => workload.priority === 'batch') : [];
  return {
    name: `corral-pods-${namespace}`,
    object: sharedRules,
    namespace,
    records: [],
    alerts: [
      restarts(scope, namespace),
      outOfMemory(scope, namespace),
      targetDown(scope, namespace),
      rolloutStuck(scope, namespace),
      unschedulable(scope, namespace, batch),
      diskPressure(scope, namespace),
    ],
  };
}
