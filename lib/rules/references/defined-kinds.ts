/** Kinds that the environment itself defines: the CustomResourceDefinitions among its manifests. */
import { groupOf, type Scope } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/read';
import type { Evidence } from '../evidence';

/** The scope of a kind that is defined in the environment; `undefined` for every other. */
export type DefinedKinds = (manifest: Pick<Manifest, 'apiVersion' | 'kind'>) => Scope | undefined;

const key = (group: string, kind: string): string => `${group}/${kind}`;

export function definedKinds({ of }: Evidence): DefinedKinds {
  const scopes = new Map<string, Scope>(
    of('CustomResourceDefinition').flatMap(({ body: { spec } }) => {
      // An amendment may have taken parts of it away.
      const { group = '', names, scope }: Partial<NonNullable<typeof spec>> = spec ?? {};
      return names === undefined
        ? []
        : [[key(group, names.kind), scope === 'Cluster' ? 'cluster' : 'namespaced'] as const];
    }),
  );
  return ({ apiVersion, kind }) => scopes.get(key(groupOf(apiVersion), kind));
}
