/** The Role of the how-to page, with its rows for options, covers every object that such an environment renders. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { gib, synthesise, type EnvironmentInput } from '../../lib';
import { factsFor, groupOf } from '../../lib/kubernetes/kinds';
import { roleInNamespace } from './role';
import { team } from './team';

const page = readFileSync(join(__dirname, '../../docs/how-to/adapt.md'), 'utf8');

interface Rules {
  readonly rules: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[] }[];
}

const { rules } = roleInNamespace() as unknown as Rules;
const ofRole = rules.flatMap(({ apiGroups, resources }) =>
  apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
);
const [, table = ''] = /#### Rights for options\n([^]*?)\n`npm run key`/.exec(page) ?? [];
const ofOptions = [...table.matchAll(/\| `([a-z0-9.-]+\.[a-z0-9]+)` \| ((?:`[a-z]+`(?:, )?)+) \|/g)].flatMap(
  ([, group = '', resources = '']) => [...resources.matchAll(/`([a-z]+)`/g)].map(([, name]) => `${group}/${name}`),
);

const { existingQuotas: _quotas, existingLimits: _limits, ...cluster } = team.cluster as Record<string, unknown>;
const store = { kind: 'SecretStore', name: 'corral' } as const;
const issuer = { kind: 'Issuer', name: 'internal' } as const;
const everything = {
  ...team,
  cluster: {
    ...cluster,
    metrics: 'keda',
    monitoring: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
  },
  models: {
    ...team.models,
    summary: { ...(team.models as Readonly<Record<string, object>>)['summary'], replicas: { min: 1, max: 2 } },
  },
  monitoring: {
    scrape: { by: 'prometheus-operator', labels: { release: 'stack' } },
    prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' },
    alerts: {},
    dashboards: {},
  },
  gateway: {
    host: 'llm.example.org',
    tls: { issuer },
    expose: { by: 'gateway-api', className: 'envoy' },
    keys: { from: 'external-secrets', store, path: 'corral/keys' },
    clients: { all: { models: 'all' } },
  },
  databases: {
    chat: {
      kind: 'postgres',
      size: gib(5),
      databases: { chat: {} },
      passwords: { from: 'external-secrets', store, path: 'corral/chat' },
      tls: { issuer },
      clients: [{ namespace: 'team-llm', podLabels: { app: 'web' } }],
    },
  },
} as unknown as EnvironmentInput;

const asked = (input: EnvironmentInput): readonly string[] => [
  ...new Set(
    synthesise(input)
      .charts.flatMap(({ manifests }) => manifests)
      .map((each) => `${groupOf(each.apiVersion)}/${factsFor(each)?.plural ?? each.kind}`),
  ),
];

test('an environment of models needs nothing but the Role', () => {
  expect(asked(team).filter((each) => !ofRole.includes(each))).toEqual([]);
});

test('one with every option needs the rows of the table too', () => {
  const all = asked(everything);
  expect(all.filter((each) => ![...ofRole, ...ofOptions].includes(each))).toEqual([]);
  const ingress = 'networking.k8s.io/ingresses';
  expect(ofOptions.filter((each) => each !== ingress && !all.includes(each))).toEqual([]);
});
