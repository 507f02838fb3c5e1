/** Refuses objects of kinds that Kubernetes does not have and that no prerequisite declares. */
import type { Evidence } from '../evidence';
import type { Finding, Rule } from '../rule';

/** Groups of Kubernetes itself: without a dot, or below `k8s.io` and built in. */
const builtInGroups: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

const groupOf = (apiVersion: string): string => apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
const isBuiltIn = (group: string): boolean => !group.includes('.') || builtInGroups.has(group);

/** Plural of a kind, as definitions spell it. */
function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function check({ all, plan, findAny }: Evidence): Finding[] {
  const declared = new Set(
    plan.environment.prerequisites.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ name }) => name),
  );
  return all.flatMap(({ manifest }): Finding[] => {
    const group = groupOf(manifest.apiVersion);
    const definition = `${plural(manifest.kind)}.${group}`;
    if (
      isBuiltIn(group) ||
      declared.has(definition) ||
      findAny('CustomResourceDefinition', '', definition) !== undefined
    )
      return [];
    return [
      {
        manifest,
        field: 'kind',
        found: `${manifest.kind} is no kind of Kubernetes`,
        fix: `declare the prerequisite CustomResourceDefinition ${definition}`,
      },
    ];
  });
}

export const customResources: Rule = {
  name: 'custom-resources',
  promise: 'Every object is of a kind of Kubernetes, or of one whose definition is rendered or declared.',
  cluster: 'The server refuses the object: no matches for its kind.',
  check,
};
