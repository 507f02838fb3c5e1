/** What an environment declares that others provide, and the pods of others that it opens flows to. */
import { at } from '../core/path';
import type { Peer } from '../environment/cluster';
import type { Prerequisite } from '../environment/environment';
import { carries, isDefinitionServed, type Inventory } from '../inventory';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';

const titleOf = ({ kind, namespace, name }: Prerequisite): string => `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

/** To see whether a Secret is there, one must be allowed to read what it holds. */
export const isLookedAt = ({ kind }: Prerequisite): boolean => kind !== 'Secret';

function prerequisites({ synthesis: { plan: { environment } }, inventory }: Comparison): readonly Difference[] {
  return environment.prerequisites.filter(isLookedAt).flatMap((prerequisite) => {
    const { kind, namespace = '', name, providedBy } = prerequisite;
    const here = at(environment.name, 'prerequisites', environment.prerequisites.indexOf(prerequisite));
    const found = inventory.find(kind, namespace, name);
    if (kind === 'CustomResourceDefinition' && !(found !== undefined && isDefinitionServed(found))) {
      return [difference('DefinitionMissing', here, titleOf(prerequisite), found === undefined ? 'none' : 'it with no version that is served', `install it: ${providedBy}`)];
    }
    return found === undefined ? [difference('PrerequisiteMissing', here, titleOf(prerequisite), 'none', `install it: ${providedBy}`)] : [];
  });
}

const labelsText = (labels: Readonly<Record<string, string>>): string => Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');

const nameLabels = ['app.kubernetes.io/name', 'k8s-app', 'app'];

/** What the pods of a namespace call themselves, for whoever copies it. */
const namesIn = ({ of }: Inventory, namespace: string): readonly string[] =>
  [...new Set(of('Pod').filter(({ metadata }) => metadata.namespace === namespace).flatMap(({ metadata: { labels = {} } }) => {
    const key = nameLabels.find((name) => labels[name] !== undefined);
    return key === undefined ? [] : [`${key}=${labels[key]}`];
  }))].sort();

function peer(inventory: Inventory, here: string, each: Peer): readonly Difference[] {
  const { namespace } = each;
  const podLabels = 'anyPod' in each ? {} : each.podLabels;
  const what = 'anyPod' in each ? 'any pod' : `pods ${labelsText(podLabels)}`;
  if (inventory.find('Namespace', '', namespace) === undefined) {
    return [difference('NamespaceMissing', here, `namespace '${namespace}'`, 'none', 'install what is to run there', 'name the namespace where its pods are')];
  }
  if (inventory.of('Pod').some((pod) => pod.metadata.namespace === namespace && carries(pod, podLabels))) return [];
  const names = namesIn(inventory, namespace);
  return [difference('PeerMissing', here, `${what} in namespace '${namespace}'`, names.length === 0 ? 'no pod there' : `none; pods there have ${listed(names)}`,
    'state in podLabels what its pods carry', 'start them')];
}

function peers({ synthesis: { plan: { environment } }, inventory }: Comparison): readonly Difference[] {
  const { dns, gateway, monitoring } = environment.cluster;
  const all = [['dns', dns.pods], ['gateway', gateway], ['monitoring', monitoring]] as const;
  return all.flatMap(([field, each]) => (each === undefined ? [] : peer(inventory, at(environment.name, 'cluster', ...(field === 'dns' ? ['dns', 'pods'] : [field])), each)));
}

export const prerequisiteDifferences = (comparison: Comparison): readonly Difference[] => [...prerequisites(comparison), ...peers(comparison)];
