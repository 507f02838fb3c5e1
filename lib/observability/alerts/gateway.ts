/** Alerts of the gateway: its pods, its settings, its keys and its certificate. */
import { addDurations, days, durationText, minutes } from '../../core';
import { gatewayNames } from '../../gateway';
import type { GatewayPlan } from '../../plan';
import { promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { gatewayCertificate } from './certificates';
import { type AlertScope, namespacesOf } from './scope';

const deploymentOf = (scope: AlertScope) => ({
  namespace: namespacesOf(scope).gateway,
  deployment: gatewayNames.workload,
});

const down = (scope: AlertScope): Alert => ({
  name: 'GatewayDown',
  severity: 'page',
  expression: promql`${series('kube_deployment_status_replicas_available', deploymentOf(scope))} == 0`,
  for: scope.time(minutes(1)),
  summary: 'No pod of the gateway is available: no client gets an answer.',
});

function replicasMissing(scope: AlertScope, { longestAnswer }: GatewayPlan): Alert {
  const wanted = series('kube_deployment_spec_replicas', deploymentOf(scope));
  return {
    name: 'GatewayReplicasMissing',
    severity: 'ticket',
    expression: promql`${wanted} - ${series('kube_deployment_status_replicas_available', deploymentOf(scope))} > 0`,
    for: scope.time(addDurations(longestAnswer.value, minutes(15))),
    summary: 'The gateway lacks {{ $value }} of its pods.',
    because: `a rollout waits for answers of ${durationText(longestAnswer.value)}; 15 min to pull, place and start`,
  };
}

const configurationRefused = (scope: AlertScope): Alert => ({
  name: 'GatewayConfigurationRefused',
  severity: 'ticket',
  expression: promql`${series('corral_gateway_config_loaded', { namespace: namespacesOf(scope).gateway })} == 0`,
  for: scope.time(minutes(5)),
  summary: '{{ $labels.pod }} cannot read the new {{ $labels.file }}, and uses the old one.',
});

const keyNotice = days(14);

const keyExpires = (scope: AlertScope): Alert => ({
  name: 'KeyExpires',
  severity: 'ticket',
  expression: promql`min by (client, key) (${series('corral_gateway_key_expiry_seconds', {
    namespace: namespacesOf(scope).gateway,
  })}) < ${scope.time(keyNotice)}`,
  for: scope.time(minutes(5)),
  summary: 'Key {{ $labels.key }} of {{ $labels.client }} expires in {{ $value | humanizeDuration }}.',
  because: 'two weeks to make a new one and to hand it out',
});

/** The gateway, where the environment has one. */
export function gatewayGroup(scope: AlertScope): RuleGroup | undefined {
  const { environment, gateway } = scope.plan;
  if (environment.gateway === undefined || gateway === undefined) return undefined;
  return {
    name: 'corral-gateway',
    object: sharedRules,
    namespace: namespacesOf(scope).gateway,
    records: [],
    alerts: [
      down(scope),
      replicasMissing(scope, gateway),
      configurationRefused(scope),
      keyExpires(scope),
      ...gatewayCertificate(scope, environment.gateway),
    ],
  };
}
