/** `key check`: what the gateway knows of a key. */
import type { GatewayKey } from '../../lib';
import { connect } from '../cluster/kubectl';
import { entriesOf, secretTitle } from '../cluster/secret';
import { table, plain, type Context, type Exit, type Values } from '../command';
import { entryOf, hashOf } from './entry';
import { expiryText, isExpired } from './expiry';
import { readKey, type Key } from './form';
import { gatewayOf, secretOf, type Found } from './gateway-of';
import type { line } from './options';

type Options = Values<typeof line.options>;

/** Why the gateway refuses a key; `undefined` where it takes it. */
function refusalOf(key: Key, text: string | undefined, { gateway }: Found, now: Date): string | undefined {
  if (text === undefined) return `has no key ${key.id}: it was revoked, or is of another environment`;
  const entry = entryOf(text);
  if (entry === undefined) return `has an entry ${key.id} that is no key`;
  if (entry.sha256 !== hashOf(key.text)) return `has the hash of another key as ${key.id}`;
  if (isExpired(entry.expires, now)) return `has the key, and it is expired`;
  if (!Object.hasOwn(gateway.clients, entry.client))
    return `has the key, and the environment has no client '${entry.client}'`;
  return undefined;
}

const factsOf = (key: Key, entry: GatewayKey | undefined, now: Date): readonly string[] => [
  `id: ${key.id}`,
  ...(entry === undefined
    ? []
    : [
        `client: ${entry.client}`,
        `expires: ${expiryText(entry.expires, now)}`,
        `models: ${entry.models?.join(', ') ?? 'those of its client'}`,
      ]),
];

/** Prints what the cluster has of a key. Exit code 1 where the gateway refuses it. */
export function checkKey(text: string, options: Options, { environments, console }: Context): Exit {
  const now = new Date();
  const key = readKey(text);
  const found = gatewayOf(environments, options.env);
  const cluster = connect(options);
  const place = secretOf(found, options.secret);
  const entry = entriesOf(cluster, place)?.[key.id];
  const refused = refusalOf(key, entry, found, now);
  for (const each of factsOf(key, entry === undefined ? undefined : entryOf(entry), now)) console.out(each);
  console.out(`${secretTitle(cluster, place)} ${refused ?? 'has the key'}`);
  console.out(refused === undefined ? 'The gateway accepts it.' : 'The gateway refuses it.');
  return refused === undefined ? 0 : 1;
}

/** Prints the keys of an environment, without anything that a key could be found from. */
export function listKeys(options: Options, { environments, console }: Context): void {
  const now = new Date();
  const found = gatewayOf(environments, options.env);
  const cluster = connect(options);
  const place = secretOf(found, options.secret);
  const entries = Object.entries(entriesOf(cluster, place) ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
  const rows = entries.map(([id, text]) => {
    const entry = entryOf(text);
    if (entry === undefined) return [id, 'no key: the gateway ignores it', '', ''];
    const known = Object.hasOwn(found.gateway.clients, entry.client);
    const client = known ? entry.client : `${entry.client} (not of ${found.environment.name})`;
    return [id, client, expiryText(entry.expires, now), entry.models?.join(', ') ?? 'those of its client'];
  });
  if (rows.length === 0) console.error(`${secretTitle(cluster, place)} has no keys.`);
  else console.out(table(['id', 'client', 'expires', 'models'], rows, console.layout ?? plain));
}
