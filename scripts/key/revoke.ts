/** `key revoke`: removes a key, so that the gateway refuses it. */
import { refuse, suggest } from '../../lib/internal';
import { connect } from '../cluster/kubectl';
import { entriesOf, removeEntry, secretTitle } from '../cluster/secret';
import type { Context, Values } from '../command';
import { afterChange, gatewayOf, secretOf } from './gateway-of';
import type { line } from './options';

/** Removes the entry of a key, or prints where to remove it. */
export function revokeKey(id: string, options: Values<typeof line.options>, { environments, console }: Context): void {
  const found = gatewayOf(environments, options.env);
  const { keys } = found.gateway;
  const place = secretOf(found, options.secret);
  if (options.print || !('secretName' in keys)) {
    console.error(
      'secretName' in keys
        ? `Remove ${id} from Secret ${place.namespace}/${place.name}.`
        : `Remove the property ${id} from '${keys.path}' of the store behind ${keys.store.kind} '${keys.store.name}'. The key is refused once External Secrets has copied the change: docs/how-to/keys-and-limits.md has the way for an emergency.`,
    );
    return;
  }
  const cluster = connect(options);
  const known = Object.keys(entriesOf(cluster, place) ?? {});
  if (!known.includes(id)) {
    refuse('UnknownKey', secretTitle(cluster, place), `it has no key '${id}'`, {
      'did you mean': suggest(id, known),
      fix: 'list the keys: npm run key -- list',
    });
  }
  removeEntry(cluster, place, id);
  console.error(
    `${secretTitle(cluster, place)} has no key ${id} any more. The gateway refuses it ${afterChange(cluster, place)}.`,
  );
}
