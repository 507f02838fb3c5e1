/** What an environment declares beside pools and workloads: priorities, prerequisites, exemptions. */
import { childPath, type Path } from '../../core';
import { scraperKinds, type EnvironmentInput, type Exemption, type Prerequisite } from '../environment';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';
import { priorities, type Priority, type ServerWorkload } from '../../workload';
import { refuseTwice } from './lists';

/** A factor of ten from class to class, so that others can stand between. */
const usualPriorities: Readonly<Record<Priority, number>> = {
  critical: 1_000_000,
  interactive: 100_000,
  standard: 10_000,
  batch: 1000,
};

/** The value of each class; they must fall from class to class. */
export function completePriorities(
  faults: FaultList,
  given: EnvironmentInput['priorities'],
  place: Path,
): Readonly<Record<Priority, number>> {
  const values = Object.fromEntries(priorities.map((name) => [name, given?.[name] ?? usualPriorities[name]])) as Record<
    Priority,
    number
  >;
  priorities.slice(1).forEach((lower, index) => {
    const higher = priorities[index] ?? lower;
    if (values[higher] > values[lower]) return;
    faults.add(
      'PriorityOrder',
      childPath(place, higher),
      `${higher} (${values[higher]}) is not above ${lower} (${values[lower]})`,
      {
        fix: [`${higher} above ${values[lower]}`, `${lower} below ${values[higher]}`],
      },
    );
  });
  return values;
}

/** Kinds that live in a namespace. */
const namespaced: readonly Prerequisite['kind'][] = [
  'Secret',
  'ConfigMap',
  'PodMonitor',
  'VMPodScrape',
  'PodMonitoring',
];

const nameOf = ({ kind, namespace, name }: Prerequisite): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

export function checkDeclarations(
  faults: FaultList,
  prerequisites: readonly Prerequisite[],
  exemptions: readonly Exemption[],
  place: Path,
): void {
  refuseTwice(faults, prerequisites, childPath(place, 'prerequisites'), nameOf);
  prerequisites.forEach(({ kind, namespace }, index) => {
    const here = childPath(place, 'prerequisites', index, 'namespace');
    if (namespaced.includes(kind) && namespace === undefined) {
      faults.add('PrerequisiteScope', here, `a ${kind} is in a namespace, and none is given`, {
        fix: 'say in which namespace it is',
      });
    }
    if (!namespaced.includes(kind) && namespace !== undefined) {
      faults.add('PrerequisiteScope', here, `a ${kind} is in no namespace, and '${namespace}' is given`, {
        fix: 'leave it out',
      });
    }
  });
  refuseTwice(
    faults,
    exemptions,
    childPath(place, 'exemptions'),
    ({ rule, object }) => `exemption of ${object} from ${rule}`,
  );
}

const isScraper = ({ kind }: Prerequisite): boolean => scraperKinds.some((scraper) => scraper === kind);

/** With a key, `/metrics` answers 401 to whatever sends none. @param isStated whether the overlay names the Secret */
export function checkScraperKeys(
  faults: FaultList,
  { apiKey }: Cluster,
  isStated: boolean,
  prerequisites: readonly Prerequisite[],
  place: Path,
): void {
  prerequisites.forEach((prerequisite, index) => {
    const { authorization } = prerequisite;
    const here = childPath(place, 'prerequisites', index, 'authorization');
    if (apiKey !== undefined && isScraper(prerequisite) && authorization === undefined) {
      faults.add(
        'ScraperKey',
        here,
        `${nameOf(prerequisite)} sends no key, and with ${isStated ? 'cluster.apiKey' : 'a gateway'} /metrics answers 401 without one`,
        {
          fix: [
            `authorization: 'Bearer', and let it send the key of ${isStated ? 'that Secret' : `Secret ${apiKey.secretName}`}`,
            isStated ? 'leave out cluster.apiKey' : "cluster: { apiKey: { none: 'REASON' } }",
          ],
        },
      );
    }
    if (authorization !== undefined && (apiKey === undefined || !isScraper(prerequisite))) {
      const why = isScraper(prerequisite) ? 'llama-servers ask for no key' : `a ${prerequisite.kind} scrapes nothing`;
      faults.add('ScraperKey', here, `'${authorization}', and ${why}`, {
        fix: isScraper(prerequisite) ? ['cluster.apiKey', 'leave it out'] : 'leave it out',
      });
    }
  });
}

/** An autoscaler reads metrics that something must scrape, and that the policies must let it scrape. */
export function checkScraping(
  faults: FaultList,
  { metrics, monitoring }: Cluster,
  { prerequisites = [], monitoring: rendered }: Pick<EnvironmentInput, 'prerequisites' | 'monitoring'>,
  servers: readonly ServerWorkload[],
  place: Path,
): void {
  const scaled = servers.filter(({ replicas: { min, max } }) => min < max).map(({ key }) => `'${key}'`);
  if (metrics !== 'prometheus-adapter' || scaled.length === 0) return;
  const who = `${scaled.join(', ')} ${scaled.length === 1 ? 'has' : 'have'} a range of replicas`;
  if (rendered === undefined && !prerequisites.some(isScraper)) {
    faults.add(
      'AutoscalerNeedsScraper',
      childPath(place, 'prerequisites'),
      `${who}, and no prerequisite names a scraper for the metrics that the autoscaler reads`,
      {
        fix: [
          'monitoring: { scrape }, which renders what Prometheus reads',
          "{ kind: 'PodMonitor', namespace, name, providedBy } of what scrapes port 8080, path /metrics",
          "{ kind: 'Scraper', name, providedBy } for a job of a scraper's own configuration",
          'replicas as one number',
        ],
        allowed: scraperKinds.map((kind) => `'${kind}'`),
      },
    );
  }
  if (monitoring === undefined) {
    faults.add(
      'AutoscalerNeedsScraper',
      childPath(place, 'cluster', 'monitoring'),
      `${who}, and the network policies let no pod scrape their metrics`,
      {
        fix: ['monitoring: { namespace, podLabels } of the pods that scrape', 'replicas as one number'],
      },
    );
  }
}
