/** Alerts and dashboards, as the manifests have them. */
import { sha256 } from '../../core';
import { ofKind, part } from '../../kubernetes/read';
import type { Facts } from '../facts';
import { name } from '../html/figure';
import { changesOf, type Entry, type Listing, listed } from '../html/listing';
import type { Section } from '../html/section';

interface Rule {
  readonly alert?: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const rulesOf = ({ manifests }: Facts): readonly Rule[] =>
  manifests
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap((manifest) => (part(manifest, 'spec', 'groups') ?? []) as readonly { readonly rules?: readonly Rule[] }[])
    .flatMap(({ rules = [] }) => rules);

const alerts: Listing = {
  caption: 'Alerts',
  columns: ['alert', 'severity', 'after', 'what it reports', 'because', 'runbook'],
  entries: (facts) => {
    const rows = new Map<string, Entry>();
    for (const { alert = '', for: after = 'at once', labels = {}, annotations = {} } of rulesOf(facts)) {
      if (alert === '') continue;
      const { summary = '', because = '', runbook_url: runbook = '' } = annotations;
      const own = [labels['severity'] ?? '', after, summary, because, runbook];
      const key = [alert, ...own].join('\n');
      rows.set(key, { name: key, label: alert, content: [alert, own], cells: () => own.map(name) });
    }
    return [...rows.values()];
  },
};

/** A dashboard is a ConfigMap with one file. */
const dashboards: Listing = {
  caption: 'Dashboards',
  columns: ['file', 'ConfigMap', 'SHA-256 begins with'],
  entries: ({ manifests }) =>
    ofKind(manifests, 'ConfigMap')
      .filter(({ metadata }) => metadata.name.startsWith('dashboard-'))
      .flatMap(({ metadata, data = {} }) =>
        Object.entries(data).map(([file, text]) => {
          const own = [`${metadata.namespace ?? ''}/${metadata.name}`, sha256(text).slice(0, 12)];
          return { name: file, content: [file, own], cells: () => own.map(name) };
        }),
      ),
};

/** Only where there is one of them, or was one. */
export function monitoring(facts: Facts): Section | undefined {
  const both = [alerts, dashboards] as const;
  const has = (of: Facts | undefined): boolean =>
    of !== undefined && both.some(({ entries }) => entries(of).length > 0);
  if (!has(facts) && !has(facts.before?.facts)) return undefined;
  return {
    id: 'monitoring',
    title: 'Alerts and dashboards',
    about:
      'What Prometheus and Grafana read. A row of an alert holds for every workload whose alert has the same times.',
    body: both.map((each) => listed(each, facts)),
    changes: changesOf(facts, both),
  };
}
