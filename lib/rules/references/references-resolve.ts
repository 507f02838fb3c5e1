/**
 * Refuses a name that leads nowhere: the environment is a closed world of what it draws and what it declares to exist.
 */
import { suggest } from '../../core';
import { prerequisiteKinds } from '../../environment';
import { defaultClass, isKind, madeSecrets } from '../../kubernetes/read';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import type { Finding, Rule } from '../rule';
import { isOrdinalOf } from '../selection';
import { declaredBy, type IsDeclared } from './declared';
import { referencesOf, type Reference } from './references';

const full = (kind: string, namespace: string, name: string): string =>
  `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;

/** Whether the StatefulSet controller will make a claim of this name from a template. */
function templateClaims({ pods }: Evidence): (namespace: string, name: string) => boolean {
  const templates = pods.flatMap(({ workload: { manifest }, namespace, claimTemplates }) =>
    claimTemplates.map(({ metadata }) => ({
      namespace,
      prefix: `${metadata?.name}-${manifest.metadata.name}-`,
      replicas: isKind(manifest, 'StatefulSet') ? manifest.spec?.replicas : undefined,
    })),
  );
  return (namespace, name) =>
    templates.some(
      (each) =>
        each.namespace === namespace &&
        name.startsWith(each.prefix) &&
        isOrdinalOf(name.slice(each.prefix.length), each.replicas),
    );
}

/** Owned classes that claims without a class get. */
const isDefault = ({ manifest }: Seen): boolean =>
  manifest.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';

/** A name of a Service in the words of a container: in its command, its arguments or its variables. */
const isHost = ({ kind, field }: Reference): boolean => kind === 'Service' && /\.(args|command|env)\[/.test(field);

/** What can be done about a name that leads nowhere, by what it names. */
function remedy(reference: Reference): string {
  if (prerequisiteKinds.some((each) => each === reference.kind))
    return 'declare it in prerequisites, or remove the reference';
  if (isHost(reference))
    return 'name one of the environment, or remove the reference: network policies let no engine connect to Services of others';
  return reference.field.endsWith('.persistentVolumeClaim.claimName')
    ? 'name it in pods.volumes of the model, or remove the reference'
    : 'name one that the environment has, or remove the reference';
}

function unresolved({ all }: Evidence, reference: Reference): Finding {
  const {
    from: { manifest },
    field,
    kind,
    namespace,
    name,
  } = reference;
  const same = all.filter((seen) => seen.manifest.kind === kind);
  const near = suggest(
    name,
    same.filter((seen) => seen.namespace === namespace).map((seen) => seen.manifest.metadata.name),
  );
  const elsewhere = same
    .filter((seen) => isHost(reference) && seen.manifest.metadata.name === name)
    .map((seen) => `${seen.namespace}/${name}`);
  const names = near.length > 0 ? near : elsewhere;
  const meant = names.length === 0 ? '' : `did you mean '${names.join("' or '")}'? else `;
  return {
    manifest,
    field,
    found:
      kind === 'StorageClass' && name === defaultClass
        ? 'names no StorageClass, and no prerequisite declares a default class'
        : `there is no ${full(kind, namespace, name)}`,
    fix: `${meant}${remedy(reference)}`,
  };
}

function missingKeys({ body }: Seen, { from: { manifest }, field, kind, name, keys }: Reference): Finding[] {
  const { data, binaryData } = body as { data?: object; binaryData?: object };
  const present = Object.keys({ ...data, ...binaryData });
  return orNone(keys)
    .filter((key) => !present.includes(key))
    .map((key) => ({
      manifest,
      field,
      found: `${kind} ${name} has no key '${key}'`,
      fix: `take one that it has: ${present.join(', ')}`,
    }));
}

/** Whether a controller makes a Secret for an object of the environment. */
function makesSecret({ all }: Evidence): (kind: string, namespace: string, name: string) => boolean {
  const made = new Set(
    all.flatMap(({ manifest, namespace }) => madeSecrets(manifest).map((name) => `${namespace}/${name}`)),
  );
  return (kind, namespace, name) => kind === 'Secret' && made.has(`${namespace}/${name}`);
}

function check(evidence: Evidence): Finding[] {
  const isMade = makesSecret(evidence);
  const isDeclared: IsDeclared = declaredBy(evidence.plan.environment);
  const isTemplateClaim = templateClaims(evidence);
  const ownsDefault = evidence.of('StorageClass').some(isDefault);
  return referencesOf(evidence).flatMap((reference) => {
    const { kind, namespace, name } = reference;
    const target = evidence.findAny(kind, namespace, name);
    if (target !== undefined) return missingKeys(target, reference);
    const isThere =
      isDeclared(kind, namespace, name) ||
      isMade(kind, namespace, name) ||
      (kind === 'PersistentVolumeClaim' && isTemplateClaim(namespace, name)) ||
      (kind === 'StorageClass' && name === defaultClass && ownsDefault);
    return isThere ? [] : [unresolved(evidence, reference)];
  });
}

export const referencesResolve: Rule = {
  name: 'references-resolve',
  promise:
    'Every object that is named exists in the environment or is declared as its prerequisite, with the keys that are read.',
  cluster:
    'The server takes most dangling names: pods then wait for ever, are never made, or an object does nothing. An unknown PriorityClass or RuntimeClass it refuses with the pod.',
  check,
};
