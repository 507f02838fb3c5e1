/**
 * What ServiceAccounts, users and groups may do: roles through their bindings, one line for each verb, resource and
 * scope.
 */
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { type Manifest, ofKind } from '../kubernetes/read';
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
function granted(
  { kind, name }: IRoleBinding['roleRef'],
  namespace: string | undefined,
  all: readonly Manifest[],
): readonly string[] {
  const role =
    kind === 'ClusterRole'
      ? ofKind(all, 'ClusterRole').find(({ metadata }) => metadata.name === name)
      : ofKind(all, 'Role').find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  return role === undefined ? [`do what ${kind} ${name} allows`] : (role.rules ?? []).flatMap(allowed);
}

const kinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** Everything that the bindings of a side allow: `ServiceAccount a/b may get pods in a`. */
export function permissions({ charts, ...side }: Side): ReadonlySet<string> {
  const roles = charts.map((chart) => ({ ...chart, manifests: chart.manifests.filter(({ kind }) => kinds.has(kind)) }));
  const all = placed({ ...side, charts: roles }).map(({ manifest }) => manifest);
  const bindings = [...ofKind(all, 'RoleBinding'), ...ofKind(all, 'ClusterRoleBinding')];
  return new Set(
    bindings.flatMap(({ kind, metadata: { namespace }, roleRef, subjects = [] }) => {
      const scope = kind === 'RoleBinding' ? `in ${namespace ?? ''}` : 'everywhere';
      const what = roleRef === undefined ? [] : granted(roleRef, namespace, all);
      return subjects.flatMap((subject) =>
        what.map((each) => `${subjectText(subject, namespace)} may ${each} ${scope}`),
      );
    }),
  );
}
