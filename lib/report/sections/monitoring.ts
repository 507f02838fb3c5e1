/** Alerts and dashboards, as the manifests have them. */
import { sha256 } from '../../core';
import { type Manifest, ofKind, part, title } from '../../kubernetes/read';
import type { Facts } from '../facts';
import { former } from '../former';
import { name, sentence } from '../html/figure';
import { changesOf, type Entry, type Listing, listed } from '../html/listing';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';

interface Rule {
  readonly alert?: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Group {
  readonly name?: string;
  readonly rules?: readonly Rule[];
}

/** An alert, and where it stands. */
interface Alert {
  readonly rule: Rule & { readonly alert: string };
  /** What its group is about: `gateway`, or a workload. */
  readonly of: string;
  readonly manifest: Manifest;
  /** Of the rule in the manifest. */
  readonly at: readonly (string | number)[];
}

const alertsOf = ({ manifests }: Facts): readonly Alert[] =>
  manifests
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap((manifest) =>
      ((part(manifest, 'spec', 'groups') ?? []) as readonly Group[]).flatMap(({ name: group = '', rules = [] }, i) =>
        rules.flatMap(({ alert, ...rule }, j): readonly Alert[] =>
          alert === undefined
            ? []
            : [
                {
                  rule: { alert, ...rule },
                  of: group.replace(/^corral-(workload-)?/, ''),
                  manifest,
                  at: ['spec', 'groups', i, 'rules', j],
                },
              ],
        ),
      ),
    );

/** What stays when the numbers of an alert change: where it stands, and its labels without what it does. */
function identityOf({ rule: { alert, labels = {} }, of, manifest }: Alert): string {
  const rest = Object.entries(labels).flatMap(([key, value]) => (key === 'severity' ? [] : [`${key}=${value}`]));
  return [title(manifest), of, alert, ...rest.sort()].join('\n');
}

/** Alerts that have a row each; of more, those of one name and severity share a row, with the numbers of the first. */
const mostAlerts = 200;

/** The texts of a rule, by their places in it. */
const fields = [
  ['labels', 'severity'],
  ['for'],
  ['annotations', 'summary'],
  ['annotations', 'because'],
  ['annotations', 'runbook_url'],
] as const;

const alerts: Listing = {
  caption: 'Alerts',
  columns: ['alert', 'severity', 'after', 'what it reports', 'because', 'runbook'],
  entries: (facts) => {
    const seen = new Map<string, number>();
    const all = alertsOf(facts);
    return all.map((each): Entry => {
      const { rule, of, manifest, at } = each;
      const identity = identityOf(each);
      const before = seen.get(identity) ?? 0;
      seen.set(identity, before + 1);
      const own = fields.map((keys) => [keys, part(rule, ...keys)] as const);
      return {
        name: `${identity} ${before}`,
        label: `${rule.alert}: ${of}`,
        content: [rule.alert, own],
        alike: all.length > mostAlerts ? [rule.alert, rule.labels?.['severity']] : undefined,
        base: { at: pointer(...at), in: title(manifest) },
        cells: () =>
          own.map(([keys, text]) => {
            if (typeof text === 'string') return sentence(text, pointer(...at, ...keys));
            return keys[0] === 'for' ? 'at once' : '';
          }),
      };
    });
  },
};

/** A dashboard is a ConfigMap with one file. */
const isDashboard = ({ kind, metadata }: Manifest): boolean =>
  kind === 'ConfigMap' && metadata.name.startsWith('dashboard-');

const dashboards: Listing = {
  caption: 'Dashboards',
  columns: ['file', 'ConfigMap', 'SHA-256 begins with'],
  entries: ({ manifests }) =>
    ofKind(manifests.filter(isDashboard), 'ConfigMap').flatMap(({ metadata, data = {} }) =>
      Object.entries(data).map(([file, text]) => {
        const own = [`${metadata.namespace ?? ''}/${metadata.name}`, sha256(text).slice(0, 12)];
        return { name: file, content: [file, own], cells: () => own.map(name) };
      }),
    ),
};

/** Only where there is one of them, or was one. */
export function monitoring(facts: Facts): Section | undefined {
  const both = [alerts, dashboards] as const;
  const has = ({ manifests }: Facts): boolean =>
    manifests.some((manifest) => manifest.kind === 'PrometheusRule' || isDashboard(manifest));
  if (!has(facts) && former(facts, has) !== true) return undefined;
  return {
    id: 'monitoring',
    title: 'Alerts and dashboards',
    about: `What Prometheus and Grafana read. A row of an alert holds for everything that it names${alertsOf(facts).length > mostAlerts ? ', with the times and numbers of the first' : ''}.`,
    body: both.map((each) => listed(each, facts)),
    changes: changesOf(facts, both),
  };
}
