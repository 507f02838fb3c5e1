/** Refuses keys of a quota that no controller counts, that refuse our own pods, or that its scopes do not allow. */
import type { IResourceQuota } from 'kubernetes-models/v1';
import { deviceClassOf } from '../../catalog';
import { suggest } from '../../core';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import type { Finding, Rule } from '../rule';

/** Keys that scoped quotas may have too. */
const compute = ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];
const further = [
  'configmaps',
  'ephemeral-storage',
  'limits.ephemeral-storage',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'requests.ephemeral-storage',
  'requests.storage',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
];
const standard: readonly string[] = ['pods', ...compute, ...further];

/** Forms that name a resource of their own: objects of a kind, the claims of one class, its devices. */
const isCounted = (key: string): boolean =>
  /^count\/[a-z]/.test(key) ||
  deviceClassOf(key) !== undefined ||
  /\.storageclass\.storage\.k8s\.io\/(requests\.storage|persistentvolumeclaims)$/.test(key);

const isExtended = (key: string): boolean => key.includes('/');

/** Scopes in which a quota counts pods and what they compute with; `BestEffort` counts pods only. */
function allowedByScope(scope: string): readonly string[] {
  return scope === 'BestEffort' ? ['pods'] : ['pods', ...compute];
}

const scopesOf = ({ scopes = [], scopeSelector }: NonNullable<IResourceQuota['spec']>): readonly string[] => [
  ...scopes,
  ...orNone(scopeSelector?.matchExpressions).map(({ scopeName }) => scopeName),
];

function wrong(key: string, scopes: readonly string[]): Pick<Finding, 'found' | 'fix'> | undefined {
  if (key === 'limits.cpu')
    return {
      found: 'refuses every container without a limit of CPU, which engines must not have',
      fix: 'count requests.cpu',
    };
  if (standard.includes(key)) {
    const scope = scopes.find((each) => !allowedByScope(each).includes(key));
    return scope === undefined
      ? undefined
      : { found: `cannot be counted in scope ${scope}`, fix: 'put it into a quota without scopes' };
  }
  if (isCounted(key)) return undefined;
  if (!isExtended(key))
    return {
      found: 'is no resource that a quota counts',
      fix: `one of ${suggest(key, standard).join(', ') || standard.join(', ')}`,
    };
  if (/^requests\.[^/]+\/.+/.test(key)) return undefined;
  return { found: 'is accepted and never counted', fix: `write requests.${key.replace(/^limits\./, '')}` };
}

function check({ of }: Evidence): Finding[] {
  return of('ResourceQuota').flatMap(({ manifest, body: { spec = {} } }: Seen<Pick<IResourceQuota, 'spec'>>) =>
    Object.keys(spec.hard ?? {}).flatMap((key) => {
      const fault = wrong(key, scopesOf(spec));
      return fault === undefined ? [] : [{ manifest, field: `spec.hard['${key}']`, ...fault }];
    }),
  );
}

export const quotaKeys: Rule = {
  name: 'quota-keys',
  promise:
    'Every key of a quota is counted: extended resources by requests, nothing that scopes exclude, no limit of CPU.',
  cluster:
    'The server refuses keys that a scope excludes; it takes `limits.` of a GPU and never counts it, which is shown with one pod too many.',
  check,
};
