/**
 * What ServiceAccounts, users and groups may do: roles through their bindings, one line for each verb, resource and
 * scope.
 */
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { Manifest } from '../kubernetes/read/manifest';
import { placed, type Side } from './side';

type Rule = NonNullable<IClusterRole['rules']>[number];

const subjectText = (
  { kind, namespace, name }: { readonly kind: string; readonly namespace?: string; readonly name: string },
  own: string | undefined,
): string => (kind === 'ServiceAccount' ? `${kind} ${namespace ?? own ?? ''}/${name}` : `${kind} ${name}`);

/** What one rule allows: `get pods`, `update deployments.apps/scale named legal`, `get /metrics`. */
function allowed({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: Rule): readonly string[] {
  const things = [
    ...apiGroups.flatMap((group) =>
      resources.map((resource) => {
        const [name = '', ...sub] = resource.split('/');
        return [`${name}${group === '' ? '' : `.${group}`}`, ...sub].join('/');
      }),
    ),
    ...nonResourceURLs,
  ];
  const named = resourceNames.length === 0 ? [''] : resourceNames.map((name) => ` named ${name}`);
  return verbs.flatMap((verb) => things.flatMap((thing) => named.map((suffix) => `${verb} ${thing}${suffix}`)));
}

/** What a role allows; a role that is not in the environment is reported by its name. */
function granted(binding: IRoleBinding, namespace: string | undefined, all: readonly Manifest[]): readonly string[] {
  const { kind, name } = binding.roleRef;
  const role = all.find(
    (each) =>
      each.kind === kind &&
      each.metadata.name === name &&
      (kind === 'ClusterRole' || each.metadata.namespace === namespace),
  );
  return role === undefined
    ? [`do what ${kind} ${name} allows`]
    : ((role as unknown as IClusterRole).rules ?? []).flatMap(allowed);
}

/** Everything that the bindings of a side allow: `ServiceAccount a/b may get pods in a`. */
export function permissions(side: Side): ReadonlySet<string> {
  const all = placed(side).map(({ manifest }) => manifest);
  return new Set(
    all
      .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
      .flatMap((manifest) => {
        const binding = manifest as unknown as IRoleBinding;
        const { namespace } = manifest.metadata;
        const scope = manifest.kind === 'RoleBinding' ? `in ${namespace ?? ''}` : 'everywhere';
        return (binding.subjects ?? []).flatMap((subject) =>
          granted(binding, namespace, all).map((what) => `${subjectText(subject, namespace)} may ${what} ${scope}`),
        );
      }),
  );
}
