/**
 * Refuses namespaces with pods that do not deny by default, and pods without a policy of their own for both directions.
 */
import { title } from '../../kubernetes/read';
import type { NetworkPolicySpec } from '../../kubernetes/kinds';
import type { Evidence } from '../evidence';
import { groupBy, orNone } from '../lists';
import { selectsAll } from '../selection';
import type { Finding, Rule } from '../rule';

const directions = ['Egress', 'Ingress'] as const;

const missing = ({ policyTypes = [] }: NetworkPolicySpec): readonly string[] =>
  directions.filter((direction) => !policyTypes.includes(direction));

const deniesAll = (spec: NetworkPolicySpec): boolean =>
  selectsAll(spec.podSelector ?? {}) &&
  missing(spec).length === 0 &&
  orNone(spec.ingress).length === 0 &&
  orNone(spec.egress).length === 0;

function check({ pods, of, podsSelected }: Evidence): Finding[] {
  const policies = of('NetworkPolicy').map(({ manifest, body, namespace }) => ({
    manifest,
    namespace,
    spec: body.spec ?? { podSelector: {} },
  }));
  const denied = new Set(policies.filter(({ spec }) => deniesAll(spec)).map(({ namespace }) => namespace));
  const own = policies.filter(({ spec }) => !selectsAll(spec.podSelector ?? {}));
  const isolated = new Set(own.flatMap(({ namespace, spec }) => podsSelected(namespace, spec.podSelector ?? {})));
  const open = [...groupBy(pods, ({ namespace }) => namespace)].filter(([namespace]) => !denied.has(namespace));
  return [
    ...open.flatMap(([namespace, [first]]): Finding[] =>
      first === undefined
        ? []
        : [
            {
              manifest: first.workload.manifest,
              field: 'metadata.namespace',
              found: `namespace ${namespace} does not deny by default`,
              fix: 'add a NetworkPolicy with an empty podSelector, both policyTypes and no rules',
            },
          ],
    ),
    ...pods
      .filter((pod) => !isolated.has(pod))
      .map(({ workload: { manifest }, metadataField }) => ({
        manifest,
        field: `${metadataField}.labels`,
        found: `no NetworkPolicy selects the pods of ${title(manifest)}`,
        fix: 'add one for them, with both policyTypes',
      })),
    ...own
      .filter(({ spec }) => missing(spec).length > 0)
      .map(({ manifest, spec }) => ({
        manifest,
        field: 'spec.policyTypes',
        found: `does not have ${missing(spec).join(' and ')}`,
        fix: `list ${directions.join(' and ')}`,
      })),
  ];
}

export const networkIsolation: Rule = {
  name: 'network-isolation',
  promise:
    'Namespaces with pods deny both directions by default, and every pod has a policy of its own that lists what is allowed.',
  cluster:
    'The API server accepts pods without a policy, and every pod can reach them; a control plane alone carries no traffic, so there is no counterexample.',
  check,
};
