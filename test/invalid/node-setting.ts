/** A governor of the clock on machines of a cloud. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'l4', 'tuning'], { settings: ['cpu-governor'] }])];

export const report = `test.nodePools.l4.tuning.settings[0]: nodes of 'aws' have no setting for 'cpu-governor'.
  allowed: 'numa-balancing' · 'inotify-instances' · 'parallel-pulls' · 'nfs-read-ahead'
  fix: leave it out
  [NodeSetting]`;
