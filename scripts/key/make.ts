/** `key new`: makes a key, and gives its hash to the gateway. */
import { FaultError, type Environment, type GatewayKey } from '../../lib';
import { refuse, suggest } from '../../lib/internal';
import { connect, type Cluster } from '../cluster/kubectl';
import { addEntry, secretTitle } from '../cluster/secret';
import type { Context, Values } from '../command';
import { engineSecretsOf, makeMissing } from './engine-secrets';
import { entryText, hashOf } from './entry';
import { expiryOf, expiryText } from './expiry';
import { newKey, type Key } from './form';
import { afterChange, gatewayOf, secretOf, type Found } from './gateway-of';
import type { line } from './options';

type Options = Values<typeof line.options>;

/** The names by which clients ask for the models of an environment. */
const publicNamesOf = ({ servers, engines }: Environment): readonly string[] =>
  servers
    .flatMap((server) => engines.get(server.engine)?.publicModels(server) ?? [])
    .flatMap(({ name, aliases }) => [name, ...aliases])
    .filter((name, i, names) => names.indexOf(name) === i);

/** Refuses models that the client may not ask, or that there are not: such a key would be refused at every request. */
function requireModels({ environment, gateway }: Found, client: string, models: readonly string[]): void {
  const ofClient = gateway.clients[client]?.models ?? [];
  const allowed = ofClient === 'all' ? publicNamesOf(environment) : ofClient;
  for (const model of models.filter((each) => !allowed.includes(each))) {
    refuse('ModelNotOfClient', '--model', `client '${client}' may not ask '${model}'`, {
      'did you mean': suggest(model, allowed),
      allowed,
    });
  }
}

const entryLines = (key: Key, entry: GatewayKey): readonly string[] => [
  `  name:  ${key.id}`,
  `  value: ${entryText(entry)}`,
];

/** What to change where the hash does not go into a cluster by this command. */
function toPrint(found: Found, secret: string | undefined, key: Key, entry: GatewayKey): readonly string[] {
  const { keys } = found.gateway;
  const place = secretOf(found, secret);
  if ('secretName' in keys)
    return [`Add this entry to stringData of Secret ${place.namespace}/${place.name}:`, ...entryLines(key, entry)];
  return [
    `Add this property to '${keys.path}' of the store behind ${keys.store.kind} '${keys.store.name}':`,
    ...entryLines(key, entry),
    `The key is valid once External Secrets has copied it into Secret ${place.namespace}/${place.name}.`,
  ];
}

/** The key of engines, without which their pods do not start: a failure does not keep the key of a client back. */
function withEngineKey(cluster: Cluster, environment: Environment): readonly string[] {
  if (environment.cluster.apiKey === undefined) return [];
  try {
    const secrets = engineSecretsOf(environment);
    if (!makeMissing(cluster, secrets)) return [];
    return [
      `Secrets ${secrets.namespaces.map((each) => `${each}/${secrets.secretName}`).join(', ')} have a new key of engines.`,
    ];
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return ['The key of engines was not made: npm run key -- engine prints why.'];
  }
}

/** Adds the hash to the Secret. Nothing is printed of the key before that. */
function apply(found: Found, options: Options, key: Key, entry: GatewayKey): readonly string[] {
  const place = secretOf(found, options.secret);
  const cluster = connect(options);
  addEntry(cluster, place, `corral-key-${key.id}`, key.id, entryText(entry));
  return [
    `${secretTitle(cluster, place)} has its hash. The gateway knows the key ${afterChange(cluster, place)}.`,
    ...withEngineKey(cluster, found.environment),
  ];
}

/** Makes a key: prints it on standard output, and all other text on standard error. */
export function makeKey(client: string, options: Options, { environments, console }: Context): void {
  const now = new Date();
  const found = gatewayOf(environments, options.env, client);
  const models = [...new Set(options.model)];
  requireModels(found, client, models);
  const expires = options.expires === undefined ? undefined : expiryOf(options.expires, now);
  const key = newKey();
  const entry = { client, sha256: hashOf(key.text), expires, models: models.length === 0 ? undefined : models };
  const printed = options.print || !('secretName' in found.gateway.keys);
  const done = printed ? toPrint(found, options.secret, key, entry) : apply(found, options, key, entry);
  console.error(
    `Key ${key.id} of client '${client}' of ${found.environment.name}. Expires: ${expiryText(expires, now)}.`,
  );
  for (const text of done) console.error(text);
  console.error('This is the only time that the key is shown:');
  console.out(key.text);
}
