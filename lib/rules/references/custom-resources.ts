/** Refuses objects of kinds that Kubernetes does not have and that no prerequisite declares. */
import { factsFor, groupOf, isBuiltInGroup } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/read';
import { needsOf } from '../../plan';
import type { Evidence } from '../evidence';
import type { Finding, Rule } from '../rule';
import { definedKinds } from './defined-kinds';

/** What to do so that the cluster has the kind of an object. */
function fixFor(manifest: Manifest): string {
  const definition = factsFor(manifest)?.definition;
  const { apiVersion, kind } = manifest;
  return definition === undefined
    ? `call defineKinds({ ${kind}: { apiVersion: '${apiVersion}', plural, scope } }), and declare its definition in prerequisites`
    : `declare the prerequisite CustomResourceDefinition ${definition}`;
}

function check(evidence: Evidence): Finding[] {
  const { all, plan, findAny } = evidence;
  const declared = new Set(
    [...plan.environment.prerequisites, ...needsOf(plan.environment)]
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ name }) => name),
  );
  const drawn = definedKinds(evidence);
  const isThere = (definition: string | undefined): boolean =>
    definition !== undefined &&
    (declared.has(definition) || findAny('CustomResourceDefinition', '', definition) !== undefined);
  return all.flatMap(({ manifest }): Finding[] =>
    isBuiltInGroup(groupOf(manifest.apiVersion)) ||
    drawn(manifest) !== undefined ||
    isThere(factsFor(manifest)?.definition)
      ? []
      : [
          {
            manifest,
            field: 'kind',
            found: `${manifest.kind} is no kind of Kubernetes`,
            fix: fixFor(manifest),
          },
        ],
  );
}

export const customResources: Rule = {
  name: 'custom-resources',
  promise:
    'Every object is of a kind of Kubernetes, or of one whose definition is rendered, declared or stated by an option.',
  cluster: 'The server refuses the object: no matches for its kind.',
  check,
};
