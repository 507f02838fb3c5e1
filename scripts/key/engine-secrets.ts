/** The Secrets with the key of engines: one in each namespace that uses it, with the same keys in all. */
import type { Environment } from '../../lib';
import { refuse, scraperEntry } from '../../lib/internal';
import type { Cluster } from '../cluster/kubectl';
import {
  createSecret,
  isMissing,
  readSecret,
  refuseChanged,
  secretTitle,
  setEntries,
  type FoundSecret,
  type SecretPlace,
} from '../cluster/secret';
import { newSecret } from './form';

const manager = 'corral-engine-key';

type SecretKey = NonNullable<Environment['cluster']['apiKey']>;

/** Where the Secrets of an environment are. */
export interface EngineSecrets extends SecretKey {
  /** Namespaces of the engines and of the gateway. */
  readonly namespaces: readonly [string, ...string[]];
  /** Other namespaces of objects that scrape. */
  readonly scrapers: readonly string[];
}

/** Where the key of engines of an environment is. @throws FaultError where its llama-servers ask for none */
export function engineSecretsOf({ name, cluster, prerequisites }: Environment): EngineSecrets {
  const { apiKey, namespaces } = cluster;
  if (apiKey === undefined) {
    return refuse('NoEngineKey', `${name}.cluster.apiKey`, 'its llama-servers ask for no key', {
      fix: 'leave out apiKey: { none: … }',
    });
  }
  const { serving, gateway } = namespaces;
  const scrapers = prerequisites.flatMap(({ authorization, namespace }) =>
    authorization === undefined || namespace === undefined || [serving, gateway].includes(namespace) ? [] : [namespace],
  );
  return {
    ...apiKey,
    namespaces: gateway === serving ? [serving] : [serving, gateway],
    scrapers: [...new Set(scrapers)],
  };
}

const placeIn = ({ secretName }: SecretKey, namespace: string): SecretPlace => ({ namespace, name: secretName });

/** The entry for engines and gateway: one key in each line. */
export const keysText = (keys: readonly string[]): string => `${keys.join('\n')}\n`;

const keysIn = (text = ''): readonly string[] =>
  text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** All entries: every key, and the first one alone for those who scrape. */
const entriesFor = ({ key }: SecretKey, keys: readonly string[]): Readonly<Record<string, string>> => ({
  [scraperEntry]: keys[0] ?? '',
  [key]: keysText(keys),
});

/** Writes the same keys into all namespaces. */
export function writeKeys(cluster: Cluster, secrets: EngineSecrets, keys: readonly string[]): void {
  for (const namespace of [...secrets.namespaces, ...secrets.scrapers])
    setEntries(cluster, placeIn(secrets, namespace), manager, entriesFor(secrets, keys));
}

/**
 * Writes other keys than the ones that were read. Of two commands at the same moment, one changes the Secret of the first
 * namespace, and the other is refused before it has written anything.
 */
export function replaceKeys(
  cluster: Cluster,
  secrets: EngineSecrets,
  { first }: EngineKeys,
  keys: readonly string[],
): void {
  const [namespace, ...others] = [...secrets.namespaces, ...secrets.scrapers];
  const place = placeIn(secrets, namespace ?? '');
  const entries = entriesFor(secrets, keys);
  if (first !== undefined) setEntries(cluster, place, manager, entries, first.version);
  else if (!createSecret(cluster, place, entries)) refuseChanged(cluster, place);
  for (const other of others) setEntries(cluster, placeIn(secrets, other), manager, entries);
}

/** The keys that engines accept. */
export interface EngineKeys {
  /** None where no Secret has one. */
  readonly keys: readonly string[];
  /** The Secret of the first namespace. */
  readonly first: FoundSecret | undefined;
}

/** The keys as the Secrets have them. */
export const readKeys = (cluster: Cluster, secrets: EngineSecrets): EngineKeys =>
  readKeysOf(cluster, secrets, secrets.namespaces);

function readKeysOf(cluster: Cluster, secrets: EngineSecrets, namespaces: readonly string[]): EngineKeys {
  const found = namespaces.map((namespace) => {
    const place = placeIn(secrets, namespace);
    const secret = readSecret(cluster, place);
    return { place, secret, keys: keysIn(secret?.entries[secrets.key]) };
  });
  const [first, ...others] = found.filter(({ keys }) => keys.length > 0);
  const other = others.find(({ keys }) => keysText(keys) !== keysText(first?.keys ?? []));
  if (first !== undefined && other !== undefined) {
    const { namespace, name } = other.place;
    refuse(
      'EngineKeysDiffer',
      secretTitle(cluster, other.place),
      `its keys are not those of ${first.place.namespace}/${name}`,
      {
        fix: `delete the one that is wrong, and run this again: kubectl -n ${namespace} delete secret ${name}`,
      },
    );
  }
  return { keys: first?.keys ?? [], first: found[0]?.secret };
}

/**
 * Makes the Secrets where none is there, without reading one where all are. Returns whether a key was made. Of two
 * commands at the same moment, the one that makes the Secret of the first namespace decides the key.
 */
export function makeMissing(cluster: Cluster, secrets: EngineSecrets): boolean {
  const [first, ...others] = secrets.namespaces;
  const made = newSecret();
  const make = (namespace: string, keys: readonly string[]): boolean =>
    createSecret(cluster, placeIn(secrets, namespace), entriesFor(secrets, keys));
  if (make(first, [made])) {
    const old = others.filter((namespace) => !make(namespace, [made]));
    const { keys } = readKeysOf(cluster, secrets, old);
    if (keys.length > 0) writeKeys(cluster, { ...secrets, scrapers: [] }, keys);
    return keys.length === 0 || keys[0] === made;
  }
  const keys = others.some((each) => isMissing(cluster, placeIn(secrets, each), entriesFor(secrets, [made])))
    ? readKeysOf(cluster, secrets, [first]).keys
    : [];
  if (keys.length > 0) writeKeys(cluster, { ...secrets, scrapers: [] }, keys);
  return false;
}
