/** Static volumes on named nodes without disks for them. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'racks', 'hardware', 'nvme'], undefined])];

export const report = `test.ollama.fleet.pools[0]: pool 'racks' gives no nvme disks, and static volumes lie on named disks of named nodes.
  fix: hardware.nvme with path, capacity and volumes of each disk · local { kind: 'ephemeral' }
  [StaticNeedsNamedDisks]`;
