/**
 * Everything of an environment that is not as Corral renders it by itself, in a few words: people who approve a plan
 * see what they approve. Only what is stated is listed.
 */
import type { Environment } from '../../environment';
import type { Adaptation } from './adaptation';
import { ofCluster } from './cluster';
import { ofAmendment } from './amendment';
import { objectsText, podsText } from './additions';

/** Workloads of which the same is said, in one row. */
function grouped(rows: readonly (readonly [name: string, how: string])[], of: string): readonly Adaptation[] {
  const groups = new Map<string, readonly string[]>();
  for (const [name, how] of rows) if (how !== '') groups.set(how, [...(groups.get(how) ?? []), name]);
  return [...groups].map(([how, names]) => ({
    of: names.length === rows.length && names.length > 1 ? `${of} all models` : `${of} ${names.join(', ')}`,
    how,
  }));
}

function ofPods({ servers, supportPods }: Environment): readonly Adaptation[] {
  const { env: _env, volumes: _volumes, nodeRemoval: _nodeRemoval, ...beside } = supportPods;
  const how = podsText(beside);
  return [
    ...grouped(
      servers.map(({ key, pods }) => [key, podsText(pods)]),
      'pods of',
    ),
    ...(how === '' ? [] : [{ of: 'pods beside the engines', how }]),
  ];
}

/** Metadata of all objects, and of those of a workload that adds more. */
function ofObjects({ objects, servers }: Environment): readonly Adaptation[] {
  const all = objectsText(objects);
  const own = servers
    .map(({ key, objects: each }): readonly [string, string] => [key, objectsText(each)])
    .filter(([, how]) => how !== all);
  return [...(all === '' ? [] : [{ of: 'all objects', how: all }]), ...grouped(own, 'objects of')];
}

const ofMirrors = ({ imageMirrors }: Environment): readonly Adaptation[] =>
  Object.entries(imageMirrors).map(([from, to]) => ({ of: `images of ${from}`, how: `read from ${to}` }));

const ofExemptions = ({ exemptions }: Environment): readonly Adaptation[] =>
  exemptions.map(({ rule, object, reason }) => ({ of: object, how: `exempt from rule ${rule}`, reason }));

/** What an environment adapts, in the order of its fields. */
export const adaptations = (environment: Environment): readonly Adaptation[] => [
  ...ofCluster(environment.cluster),
  ...ofPods(environment),
  ...ofObjects(environment),
  ...ofMirrors(environment),
  ...environment.amendments.map(ofAmendment),
  ...ofExemptions(environment),
];
