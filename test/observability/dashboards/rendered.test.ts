/** Dashboards as objects: found by Grafana's sidecar, left alone by Flux, and only where an environment asks. */
import { expect, test } from '@jest/globals';
import { environments } from '../../../overlays';
import { synthesise, type EnvironmentInput, type MonitoringInput } from '../../../lib';

const staging = environments.find(({ name }) => name === 'staging') as EnvironmentInput;

const rendered = (dashboards: MonitoringInput['dashboards']) =>
  synthesise({
    ...staging,
    prerequisites: [
      ...(staging.prerequisites ?? []),
      {
        kind: 'CustomResourceDefinition',
        name: 'prometheusrules.monitoring.coreos.com',
        providedBy: 'kube-prometheus-stack',
      },
    ],
    monitoring: { scrape: { by: 'prometheus-operator', labels: { release: 'stack' } }, dashboards },
  })
    .charts.filter(({ name }) => name === 'dashboards')
    .flatMap(({ manifests }) => manifests);

const configs = (dashboards: MonitoringInput['dashboards']) =>
  rendered(dashboards).filter(({ kind }) => kind === 'ConfigMap');

test('an environment that asks for none has none', () => {
  expect(rendered(undefined)).toEqual([]);
});

test('each dashboard is a ConfigMap that the sidecar finds and Flux does not substitute', () => {
  const all = configs({});
  expect(all.map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`)).toEqual(
    ['cost', 'gpus', 'models', 'network', 'platform', 'store'].map((name) => `ConfigMap llm-serving/dashboard-${name}`),
  );
  for (const { metadata } of all) {
    expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    expect(metadata.annotations).toEqual({
      grafana_folder: 'Corral',
      'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    });
  }
});

test('folder and labels are those of the environment', () => {
  const [first] = configs({ folder: 'Models', labels: { dashboards: 'yes' } });
  expect(first?.metadata.labels).toMatchObject({ dashboards: 'yes' });
  expect(first?.metadata.labels).not.toHaveProperty('grafana_dashboard');
  expect(first?.metadata.annotations).toMatchObject({ grafana_folder: 'Models' });
});

test('each holds a dashboard with an address of its own, far below the limit of a ConfigMap', () => {
  const texts = configs({}).map(
    (manifest) => Object.values((manifest as unknown as { data: Record<string, string> }).data)[0] ?? '',
  );
  const uids = texts.map((text) => (JSON.parse(text) as { uid: string }).uid);
  expect(uids).toEqual(
    ['cost', 'gpus', 'models', 'network', 'platform', 'store'].map((name) => `corral-staging-${name}`),
  );
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(200_000);
});

test('what runs costs is recorded at the prices of the plan, selected by the labels of rules', () => {
  const [rule] = rendered({}).filter(({ kind }) => kind === 'PrometheusRule');
  expect(rule?.metadata).toMatchObject({ name: 'cost', namespace: 'llm-serving', labels: { release: 'stack' } });
  const { groups } = (
    rule as unknown as { spec: { groups: { rules: { record: string; expr: string; labels: object }[] }[] } }
  ).spec;
  const rules = groups.flatMap((group) => group.rules);
  // Of the models of staging, those on spot nodes have no known price.
  expect(rules.map(({ labels }) => labels)).toEqual(
    ['legal', 'recommendation', 'risk'].map((workload) => ({ namespace: 'llm-serving', workload })),
  );
  expect(rules[0]).toMatchObject({
    record: 'corral:workload_usd_per_hour',
    expr: expect.stringMatching(
      /^sum\(kube_deployment_status_replicas_available\{namespace="llm-serving",deployment="legal"\}\) \* 0\.\d{6}$/,
    ),
  });
});
