/** DaemonSets that take the whole node. */
import { mib } from '../../lib/core/bytes';
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'daemons'], { cpu: 8, memory: mib(512) }])];

export const report = `test.nodePools.l4.daemons: DaemonSets take 8 of 7.91 cores, 512 of 29 317 MiB.
  fix: write in daemons what the DaemonSets use · take larger nodes
  [NothingAllocatable]`;
