/** Static volumes on nodes of a cloud, which have no names yet. */
import { changed } from './base';

export const inputs = [changed([['ollama', 'fleet', 'pools'], ['l4']])];

export const report = `test.ollama.fleet.pools[0]: pool 'l4' gives no names of its nodes, and static volumes lie on named disks of named nodes.
  fix: nodes as a list of names · local { kind: 'ephemeral' }
  [StaticNeedsNamedDisks]`;
