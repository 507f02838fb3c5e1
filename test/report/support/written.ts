/** An environment as if people had written a text into everything that they name or explain. */
import { difference, planFacts, type ReportComparison, type Synthesis } from '../../../lib';
import { changed } from './texts';

/** Fields that hold sentences and names of people. */
const sentences: ReadonlySet<string> = new Set([
  'because',
  'reason',
  'providedBy',
  'from',
  'source',
  'license',
  'licence',
  'assumes',
  'measured',
  'annotations',
  'labels',
  'holds',
  'quantisation',
  'repo',
  'revision',
  'path',
  'image',
  'target',
  'object',
  'storageClass',
  'repository',
  'schedule',
]);

/** Fields of manifests whose texts a page shows: images, and what alerts state. */
const shownOfManifests: ReadonlySet<string> = new Set([
  'image',
  'alert',
  'for',
  'severity',
  'summary',
  'because',
  'runbook_url',
]);

const namesOf = ({ plan: { environment, servers, loaders } }: Synthesis): ReadonlySet<string> =>
  new Set([
    environment.name,
    environment.cluster.id,
    ...Object.keys(environment.nodePools),
    ...Object.values(environment.nodePools).flatMap(({ nodeNames = [] }) => nodeNames),
    ...Object.keys(environment.gateway?.clients ?? {}),
    ...environment.databases.flatMap(({ key, databases }) => [key, ...Object.keys(databases)]),
    ...environment.caches.flatMap(({ key, users }) => [key, ...Object.keys(users)]),
    ...servers.flatMap(({ workload }) => [workload.key, workload.name, ...workload.served.map(({ key }) => key)]),
    ...loaders.map(({ key }) => key),
  ]);

/** The synthesis as if people had written a text into every name and every sentence of it. */
export function written(synthesis: Synthesis, text: string): Synthesis {
  const names = namesOf(synthesis);
  const change = (each: string, key: string): string =>
    names.has(each) || sentences.has(key) ? `${each}${text}` : each;
  return {
    ...(changed({ name: synthesis.name, plan: synthesis.plan }, change) as Pick<Synthesis, 'name' | 'plan'>),
    charts: changed(synthesis.charts, (each, key) =>
      shownOfManifests.has(key) || each.endsWith('.json') ? each + text : each,
    ) as Synthesis['charts'],
  };
}

/** What differs from nothing, with the text in every line. */
export function comparisonOf({ plan, name, charts }: Synthesis, text: string): ReportComparison {
  const words: ReadonlySet<string> = new Set(['change', 'unit', 'away', 'how']);
  const found = difference({ name: 'before', charts: charts.slice(2) }, { name, charts, facts: planFacts(plan) });
  return {
    name: `main${text}`,
    difference: changed(found, (each, key) => (words.has(key) || key === '' ? each : each + text)) as typeof found,
    plan,
  };
}
