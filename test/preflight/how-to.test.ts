/** What the how-to page shows is what the commands print, and the rights that it gives are those that are needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { synthesise, type Synthesis } from '../../lib';
import { scraperKinds } from '../../lib/environment/environment';
import { formatDifference, neededFor } from '../../lib/internal';
import { claimed } from '../plan/fixtures/claimed';
import { factsOf, groupOf } from '../../lib/kubernetes/kinds';
import { environments } from '../../overlays';
import { production } from '../../overlays/production';
import { clusterKinds } from '../../scripts/cluster/inventory';
import { exitsOf } from '../../scripts/command/line';
import { line as discoverLine } from '../../scripts/discover/options';
import { line } from '../../scripts/preflight/options';
import { documentedRole } from '../delivery/support/clusterrole';
import { everywhere } from '../delivery/support/everywhere';
import { edges, withGateway } from '../operations/support/environments';
import { kedaEnvironment } from '../scaling/environment';
import { changing, compared, offering } from './support/declared';

const page = readFileSync(join(__dirname, '../../docs/how-to/preflight.md'), 'utf8');

test('the example is what is printed of such a cluster', () => {
  const taints = [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }];
  const tainted = ['cpu-1', 'cpu-2'].map((name) => changing('Node', name, (node) => ({ ...node, spec: { taints } })));
  const { differences } = compared(production, offering('gpu-l40s-2', { 'nvidia.com/gpu': '3' }), ...tainted);
  expect(page).toContain(
    `\n${differences.map(formatDifference).join('\n')}\n\nproduction on context rack-1: 2 differences\n`,
  );
});

test('the example of what to fill in is what discover prints', () => {
  const [, example = ''] = /```ts\n([^]*?)```/.exec(page) ?? [];
  const printed = readFileSync(join(__dirname, '../delivery/__snapshots__/preflight.test.ts.snap'), 'utf8').replaceAll(
    /^ +/gm,
    '',
  );
  expect(printed).toContain(example);
});

test.each([[line], [discoverLine]])('exit codes and options are those of the command', (each) => {
  for (const [code] of exitsOf(each)) expect(page).toMatch(new RegExp(`\\| ${code} \\||Exit codes?: .*\\b${code} `));
  for (const option of Object.keys(each.options).filter((name) => ['kubeconfig', 'json', 'context'].includes(name)))
    expect(page).toContain(`--${option}`);
});

const rightTo =
  (verb: string) =>
  (kind: string): string => {
    const { plural, apiVersion } = factsOf(kind);
    return `${verb} ${plural}.${groupOf(apiVersion)}`;
  };

test('the ClusterRole allows what is read for any environment, and nothing else', () => {
  const scraper = { namespace: 'monitoring', name: 'engines', providedBy: 'the platform' };
  const scrapers = scraperKinds.map((kind) => ({ kind, ...scraper }));
  const withScrapers = ({ plan, ...rest }: Synthesis): Synthesis => {
    const { environment } = plan;
    const prerequisites = [...environment.prerequisites, ...scrapers];
    return { ...rest, plan: { ...plan, environment: { ...environment, prerequisites } } };
  };
  const gateways = Object.values(edges).map((edge) => withGateway(edge));
  const needs = [...environments, everywhere, kedaEnvironment, claimed, ...gateways].map((environment) =>
    neededFor(withScrapers(synthesise(environment))),
  );
  const kinds = [
    ...clusterKinds,
    // What only a first overlay needs.
    'Service',
    'EndpointSlice',
    'Pod',
    ...needs.flatMap(({ clusterKinds: own, namespacedKinds }) => [...own, ...[...namespacedKinds.values()].flat()]),
  ];
  const optional = needs.flatMap(({ served, optional: further }) =>
    [...served, ...further].map(({ group, plural }) => `list ${plural}.${group}`),
  );
  const wanted = new Set([...kinds.map(rightTo('list')), ...optional, rightTo('get')('CustomResourceDefinition')]);
  const given = documentedRole().rules.flatMap(({ apiGroups, resources, verbs }) =>
    verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}.${apiGroups[0] ?? ''}`)),
  );
  expect(given.sort()).toEqual([...wanted].sort());
});
