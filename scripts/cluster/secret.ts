/** Reads and changes single entries of one Secret. Values are never words of a command line. */
import { FaultError } from '../../lib';
import { answerOf, isPlainObject, refuse } from '../../lib/internal';
import type { Cluster } from './kubectl';
import type { Outcome } from './process';
import { forbidden, trouble, wordsOf } from './trouble';

/** Which Secret. */
export interface SecretPlace {
  readonly namespace: string;
  readonly name: string;
}

/** `Secret llm-gateway/gateway-keys on context kind-a`. */
export const secretTitle = ({ context }: Pick<Cluster, 'context'>, { namespace, name }: SecretPlace): string =>
  `Secret ${namespace}/${name} on context ${context}`;

function refuseFailure(cluster: Cluster, place: SecretPlace, { stderr }: Outcome, verbs: string): never {
  const at = secretTitle(cluster, place);
  const missing = wordsOf(stderr).some((line) => line.includes(`namespaces "${place.namespace}" not found`));
  if (missing) {
    return refuse('NamespaceMissing', at, `the cluster has no namespace '${place.namespace}'`, {
      fix: ['apply the environment first', 'name another cluster: --context NAME'],
    });
  }
  const rights = forbidden(at, stderr, `have a Role of this namespace bound to you that may ${verbs} secrets`);
  throw new FaultError(rights.length > 0 ? rights : [trouble(at, stderr, 'ClusterNotWritten')]);
}

const decoded = (data: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isPlainObject(data) ? data : {}).map(([name, value]) => [
      name,
      Buffer.from(String(value), 'base64').toString('utf8'),
    ]),
  );

/** A Secret as the server has it. */
export interface FoundSecret {
  readonly entries: Readonly<Record<string, string>>;
  /** Changes with every change of the object. */
  readonly version: string | undefined;
}

/** The entries of a Secret; `undefined` where there is none. */
export const entriesOf = (cluster: Cluster, place: SecretPlace): Readonly<Record<string, string>> | undefined =>
  readSecret(cluster, place)?.entries;

/** A Secret; `undefined` where there is none. */
export function readSecret(cluster: Cluster, place: SecretPlace): FoundSecret | undefined {
  const where = ['secret', place.name, '--namespace', place.namespace];
  const outcome = cluster.call(['get', ...where, '--output', 'json', '--ignore-not-found']);
  if (outcome.failed) return refuseFailure(cluster, place, outcome, 'get');
  if (outcome.stdout.trim() === '') return undefined;
  const answer = answerOf(outcome.stdout, secretTitle(cluster, place));
  if (!isPlainObject(answer)) return { entries: {}, version: undefined };
  const { data, metadata } = answer;
  const version = isPlainObject(metadata) ? metadata['resourceVersion'] : undefined;
  return { entries: decoded(data), version: typeof version === 'string' ? version : undefined };
}

type Entries = Readonly<Record<string, string>>;

const secretOf = (
  { namespace, name }: SecretPlace,
  entries: Readonly<Record<string, string>>,
  resourceVersion?: string,
): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, resourceVersion },
    data: Object.fromEntries(
      Object.entries(entries).map(([entry, value]) => [entry, Buffer.from(value, 'utf8').toString('base64')]),
    ),
  });

const alreadyExists = ({ failed, stderr }: Outcome): boolean =>
  failed && wordsOf(stderr).some((line) => line.includes('AlreadyExists'));

function created(cluster: Cluster, place: SecretPlace, entries: Entries, ...words: readonly string[]): boolean {
  const outcome = cluster.call(['create', ...words, '--filename', '-'], secretOf(place, entries));
  if (alreadyExists(outcome)) return false;
  if (outcome.failed) refuseFailure(cluster, place, outcome, 'create');
  return true;
}

/** Makes a Secret where there is none. Returns whether it was made: nothing is read of one that exists. */
export const createSecret = (cluster: Cluster, place: SecretPlace, entries: Entries): boolean =>
  created(cluster, place, entries);

/** Whether there is no such Secret. A dry run tries to make one: nothing is read, and nothing is kept. */
export const isMissing = (cluster: Cluster, place: SecretPlace, entries: Entries): boolean =>
  created(cluster, place, entries, '--dry-run=server');

/** Refuses what would overwrite the change of another command. */
export const refuseChanged = (cluster: Cluster, place: SecretPlace): never =>
  refuse('SecretChanged', secretTitle(cluster, place), 'another command has changed it meanwhile', {
    fix: 'run this again: it goes on from what the Secret has now',
  });

/** Applies entries; where another command makes the Secret at the same moment, the server refuses one of them once. */
function applyEntries(
  cluster: Cluster,
  place: SecretPlace,
  words: readonly string[],
  entries: Entries,
  version?: string,
): void {
  const apply = (): Outcome =>
    cluster.call(['apply', '--server-side', ...words, '--filename', '-'], secretOf(place, entries, version));
  const first = apply();
  const outcome = alreadyExists(first) ? apply() : first;
  if (outcome.failed && wordsOf(outcome.stderr).some((line) => line.includes('has been modified')))
    refuseChanged(cluster, place);
  if (outcome.failed) refuseFailure(cluster, place, outcome, 'create and patch');
}

/**
 * Sets entries of a Secret, which is made where there is none. Entries of other managers are replaced.
 *
 * @param version - of the Secret that is replaced. @default - any
 * @throws FaultError when the Secret has another version
 */
export function setEntries(
  cluster: Cluster,
  place: SecretPlace,
  manager: string,
  entries: Entries,
  version?: string,
): void {
  applyEntries(cluster, place, ['--force-conflicts', '--field-manager', manager], entries, version);
}

/**
 * Adds an entry to a Secret, which is made where there is none. Each entry has a field manager of its own, so that the
 * server keeps the entries of others, even if two people write at the same time.
 *
 * @param manager - name of the field manager
 */
export function addEntry(cluster: Cluster, place: SecretPlace, manager: string, name: string, value: string): void {
  applyEntries(cluster, place, ['--field-manager', manager], { [name]: value });
}

/** Removes an entry that the Secret has. */
export function removeEntry(cluster: Cluster, place: SecretPlace, name: string): void {
  const patch = [{ op: 'remove', path: `/data/${name}` }];
  const where = ['secret', place.name, '--namespace', place.namespace];
  const outcome = cluster.call(['patch', ...where, '--type', 'json', '--patch', JSON.stringify(patch)]);
  if (outcome.failed) refuseFailure(cluster, place, outcome, 'get and patch');
}

/**
 * Makes kubelets read the Secrets and ConfigMaps of pods at once, as a change of any annotation does: otherwise they do
 * so every minute or two. Returns the number of pods; 0 where there are none, or the user may not change them.
 *
 * @param selector - labels of the pods: `app.kubernetes.io/name=gateway`
 */
export function readAgainAtOnce(cluster: Cluster, namespace: string, selector: string): number {
  const { stdout, failed } = cluster.call([
    'annotate',
    'pods',
    '--namespace',
    namespace,
    '--selector',
    selector,
    '--overwrite',
    `corral.dev/keys-changed=${new Date().toISOString()}`,
    '--output',
    'name',
  ]);
  return failed ? 0 : stdout.split('\n').filter((line) => line !== '').length;
}
