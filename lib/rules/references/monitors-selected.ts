/**
 * Refuses monitors and rules that the Prometheus of the cluster does not select, monitors that select no pod or name a
 * port that no container has, and rules that name metrics which no source has.
 */
import { metricOf, seriesIn } from '../../observability';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';

type Labels = Readonly<Record<string, string>>;

function unselected({ manifest }: Seen, wanted: Labels): Finding[] {
  const labels: Labels = manifest.metadata.labels ?? {};
  return Object.entries(wanted)
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => ({
      manifest,
      field: `metadata.labels['${key}']`,
      found: `${shown(labels[key])}, and Prometheus selects '${value}'`,
      fix: `give it the label ${key}: ${value}`,
    }));
}

/** What a PodMonitor selects, where it looks in its own namespace. */
function ofPods({ of, podsSelected }: Evidence): Finding[] {
  return of('PodMonitor').flatMap(({ manifest, namespace, body }) => {
    const { selector = {}, podMetricsEndpoints = [], namespaceSelector } = body.spec ?? {};
    if (namespaceSelector !== undefined) return [];
    const pods = podsSelected(namespace, selector);
    if (pods.length === 0)
      return [
        {
          manifest,
          field: 'spec.selector',
          found: `${shown(selector.matchLabels)} selects no pod of namespace ${namespace}`,
          fix: 'select by the labels of a workload in the same namespace',
        },
      ];
    return podMetricsEndpoints.flatMap(({ port }, i): Finding[] =>
      port === undefined ||
      pods.every(({ containers }) =>
        containers.some(({ container }) => orNone(container.ports).some(({ name }) => name === port)),
      )
        ? []
        : [
            {
              manifest,
              field: `spec.podMetricsEndpoints[${i}].port`,
              found: `no container of a selected pod has a port with the name ${shown(port)}`,
              fix: 'name a port that the pods have',
            },
          ],
    );
  });
}

/** Series that no source has, and that no rule of the environment records. */
function unknownSeries({ of }: Evidence): Finding[] {
  const all = of('PrometheusRule').flatMap(({ manifest, body }) =>
    orNone(body.spec?.groups).flatMap(({ rules }, group) =>
      orNone(rules).map((rule, index) => ({ manifest, rule, field: `spec.groups[${group}].rules[${index}].expr` })),
    ),
  );
  const recorded = new Set(all.flatMap(({ rule }) => rule.record ?? []));
  return all.flatMap(({ manifest, rule: { expr }, field }) =>
    seriesIn(String(expr))
      .filter((name) => metricOf(name) === undefined && !recorded.has(name))
      .map((name) => ({
        manifest,
        field,
        found: `no source has the metric ${shown(name)}, and no rule records it`,
        fix: 'name a metric of docs/reference/metrics.md',
      })),
  );
}

function check(evidence: Evidence): Finding[] {
  const { monitoring } = evidence.plan.environment;
  if (monitoring === undefined || monitoring.scrape.by === 'annotations') return [];
  const { labels } = monitoring.scrape;
  const monitors = [...evidence.of('PodMonitor'), ...evidence.of('ServiceMonitor')];
  return [
    ...monitors.flatMap((seen) => unselected(seen as Seen, labels)),
    ...evidence.of('PrometheusRule').flatMap((seen) => unselected(seen as Seen, monitoring.alerts?.labels ?? labels)),
    ...ofPods(evidence),
    ...unknownSeries(evidence),
  ];
}

export const monitorsSelected: Rule = {
  name: 'monitors-selected',
  promise:
    'Where an environment asks for monitoring, every monitor and every rule has the labels that its Prometheus selects; monitors select pods by ports that they have, and rules name metrics that a source has.',
  cluster:
    'The server takes any label, and the operator ignores an object that is not selected without a word: no counterexample on a control plane.',
  check,
};
