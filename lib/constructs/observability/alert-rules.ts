/** Groups of rules as a PrometheusRule: alerts, and the series that they are made of. */
import { Construct } from 'constructs';
import { object, objectLabels, type Owner } from '../../kubernetes/draw';

/** A rule as Prometheus reads it. */
export interface AlertRule {
  /** Name of the alert; absent where a series is recorded. */
  readonly alert?: string;
  /** Name of the series that is recorded. */
  readonly record?: string;
  readonly expr: string;
  /** The condition must last for so long: `5m`. */
  readonly for?: string;
  /** It fires for so long after its condition has ended: `30m`. */
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface AlertRulesProps {
  readonly namespace: string;
  /** Labels by which the Prometheus of the cluster selects rules. */
  readonly labels: Readonly<Record<string, string>>;
  /** Rules of a group are evaluated one after the other. */
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

/** A PrometheusRule named like the construct. */
export class AlertRules extends Construct {
  constructor(scope: Construct, id: string, { namespace, labels, groups }: AlertRulesProps) {
    super(scope, id);
    const owner: Owner = { component: 'alerts', instance: id };
    object(this, 'rules', 'PrometheusRule', {
      metadata: { name: id, namespace, labels: { ...objectLabels(owner), ...labels } },
      spec: {
        groups: groups.map(({ name, rules }) => ({
          name,
          rules: rules.map(({ labels: own, annotations, ...rule }) => ({
            ...rule,
            labels: own && { ...own },
            annotations: annotations && { ...annotations },
          })),
        })),
      },
    });
  }
}
