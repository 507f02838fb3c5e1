/**
 * Whether the objects of others that an environment names are there, and whether their controllers have accepted them:
 * the class and the issuer of a gateway, the stores of secrets and issuers of databases and caches.
 */
import { childPath, suggest } from '../core';
import { conditionOf, type Inventory, type LiveObject } from '../inventory';
import { namedBy, type Named } from '../plan';
import { difference, type Comparison, type Difference } from './difference';
import { listed } from './node-list';
import { providers } from './providers';

const titleOf = ({ kind, namespace, name }: Named): string =>
  namespace === undefined ? `${kind} '${name}'` : `${kind} '${name}' in namespace '${namespace}'`;

/** Objects of a namespace can be there once it is. */
const isTooEarly = ({ namespace }: Named, inventory: Inventory): boolean =>
  namespace !== undefined &&
  !inventory.isUnread('Namespace') &&
  inventory.find('Namespace', '', namespace) === undefined;

/** The names that there are, in place of the one that is not. */
function others(
  { kind, name, namespace }: Named,
  inventory: Inventory,
): { readonly found: string; readonly meant: readonly string[] } {
  const names = inventory
    .of(kind)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
    .sort();
  const meant = suggest(name, names);
  if (meant.length > 0) return { found: `none, but ${listed(meant)}`, meant };
  return { found: names.length > 0 ? `none; there are ${listed(names)}` : `no ${kind} at all`, meant };
}

function missing(named: Named, here: string, inventory: Inventory): Difference {
  const { found, meant } = others(named, inventory);
  const isClass = named.condition !== 'Ready';
  return difference(
    isClass ? 'ClassMissing' : 'PrerequisiteMissing',
    here,
    titleOf(named),
    found,
    ...meant.map((name) => (isClass ? `className: '${name}'` : `name: '${name}'`)),
    named.create,
  );
}

/** Why an object cannot be used yet, by the condition that its controller sets. */
function unmet({ condition }: Named, found: LiveObject): string | undefined {
  if (condition === undefined) return undefined;
  const seen = conditionOf(found, condition);
  if (seen?.status === 'True') return undefined;
  if (seen === undefined || seen.status === 'Unknown') return `one that no controller has answered`;
  return `one that is not: ${(seen.message ?? seen.reason ?? 'no reason is given').replace(/\.$/, '')}`;
}

function differencesOf(each: Named, { synthesis: { name, charts }, inventory }: Comparison): readonly Difference[] {
  const here = childPath(name, ...each.at);
  if (!inventory.groups.has(each.group)) {
    // An object of the group is reported with the others that are not served.
    const isDrawn = charts.some(({ manifests }) =>
      manifests.some(({ apiVersion }) => apiVersion.startsWith(`${each.group}/`)),
    );
    return isDrawn
      ? []
      : [
          difference(
            'ApiNotServed',
            here,
            titleOf(each),
            `no group ${each.group}`,
            providers[each.group] ?? each.create,
          ),
        ];
  }
  if (inventory.isUnread(each.kind) || isTooEarly(each, inventory)) return [];
  const found = inventory.find(each.kind, each.namespace ?? '', each.name);
  if (found === undefined) return [missing(each, here, inventory)];
  const why = unmet(each, found);
  return why === undefined
    ? []
    : [
        difference(
          each.condition === 'Ready' ? 'PrerequisiteDiffers' : 'ClassDiffers',
          here,
          `${titleOf(each)} that is ${each.condition}`,
          why,
          `kubectl ${each.namespace === undefined ? '' : `-n ${each.namespace} `}describe ${each.kind.toLowerCase()} ${each.name}`,
        ),
      ];
}

/** What is named and is not there, or cannot be used yet. */
export const namedDifferences = (comparison: Comparison): readonly Difference[] =>
  namedBy(comparison.synthesis.plan.environment).flatMap((each) => differencesOf(each, comparison));

/** What is in a namespace that does not exist yet. */
export const unseenNamed = ({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): readonly string[] =>
  namedBy(environment)
    .filter((each) => isTooEarly(each, inventory))
    .map(
      (each) =>
        `${childPath(environment.name, ...each.at)}: whether ${titleOf(each)} is there: the namespace does not exist yet`,
    );
