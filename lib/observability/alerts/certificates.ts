/** Alerts of certificates that end soon: that of the gateway, and those of databases and caches. */
import { days, minutes } from '../../core';
import { certificateSecret, type Environment, type Gateway } from '../../environment';
import { gatewayNames } from '../../gateway';
import { type Expression, promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { type AlertScope, namespacesOf } from './scope';

/** A certificate is renewed a month before its end; half of that is left for a ticket, two days for a page. */
const notice = { ticket: days(14), page: days(2) } as const;

/** @param left seconds until the end of each certificate */
const expires = ({ time }: AlertScope, left: Expression, whose: string, isIssued: boolean): readonly Alert[] =>
  (['ticket', 'page'] as const).map((severity) => ({
    name: 'CertificateExpires',
    severity,
    expression: promql`${left} < ${notice[severity]}`,
    for: time(minutes(15)),
    summary: `The certificate ${whose} ends in {{ $value | humanizeDuration }}.`,
    because: isIssued
      ? 'cert-manager renews it 30 days before its end'
      : 'two weeks to get a new one and to put it into the Secret',
  }));

/** As cert-manager reports those that it issues. */
const reported = (namespace: string, name: string | readonly string[]): Expression =>
  series('certmanager_certificate_expiration_timestamp_seconds', { namespace, name });

const leftOf = (all: Expression): Expression => promql`min by (namespace, name) (${all}) - time()`;

const isIssued = ({ tls }: Pick<Gateway, 'tls'>): boolean => typeof tls === 'object' && 'issuer' in tls;

const hasEdge = ({ expose: { by } }: Gateway): boolean => by === 'gateway-api' || by === 'ingress';

/** The certificate of a Gateway or an Ingress, which only cert-manager knows. */
function ofEdge({ cluster: { namespaces }, gateway }: Environment): Expression | undefined {
  if (gateway === undefined || !hasEdge(gateway) || !isIssued(gateway)) return undefined;
  return reported(namespaces.gateway, gatewayNames.certificate);
}

/** Those of databases and caches. A Certificate is named like the Secret of a database, and like a cache. */
function ofData({ cluster: { namespaces }, databases, caches }: Environment): Expression | undefined {
  const names = [
    ...databases.filter(isIssued).flatMap((each) => certificateSecret(each) ?? []),
    ...caches.filter(isIssued).map(({ name }) => name),
  ];
  return names.length === 0 ? undefined : reported(namespaces.serving, names);
}

/** The certificate of the gateway. Of one that others put into the Secret of a Gateway or an Ingress no metric exists. */
export function gatewayCertificate(scope: AlertScope, gateway: Gateway): readonly Alert[] {
  const whose = 'of the gateway';
  const atEdge = ofEdge(scope.plan.environment);
  if (atEdge !== undefined) return expires(scope, leftOf(atEdge), whose, true);
  if (gateway.tls === 'none' || hasEdge(gateway)) return [];
  // Envoy reports the certificate that it sends.
  const left = series('envoy_server_days_until_first_cert_expiring', { namespace: namespacesOf(scope).gateway });
  return expires(scope, promql`min by (namespace) (${left}) * 86400`, whose, isIssued(gateway));
}

/** The certificates of databases and caches, where cert-manager issues some. */
export function certificateGroup(scope: AlertScope): RuleGroup | undefined {
  const all = ofData(scope.plan.environment);
  if (all === undefined) return undefined;
  return {
    name: 'corral-certificates',
    object: sharedRules,
    namespace: namespacesOf(scope).serving,
    records: [],
    alerts: expires(scope, leftOf(all), '{{ $labels.name }}', true),
  };
}

/** What cert-manager must report for these alerts. */
export const reportedCertificates = (environment: Environment): Expression | undefined =>
  ofEdge(environment) ?? ofData(environment);
