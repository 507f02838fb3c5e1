/** Two pools of one workload that add different values; a value of the workload settles one of them. */
import { changed } from './base';

export const inputs = [
  changed(
    [['nodePools', 'l4', 'pods'], { env: { TZ: 'UTC' }, labels: { team: 'a', tier: 'x' }, nodeRemoval: 'allowed' }],
    [
      ['nodePools', 'l4-spot', 'pods'],
      { env: { TZ: 'Europe/Berlin' }, labels: { team: 'b', tier: 'x' }, nodeRemoval: 'prevented' },
    ],
    [['models', 'chat', 'pods'], { labels: { team: 'c' } }],
  ),
];

export const report = `test.models.chat.pools: pods.env.TZ differs between pool 'l4-spot' and pool 'l4', and a pod may run on both.
  fix: set pods.env.TZ of the workload · the same value in both pools
  [PoolAdditionsDiffer]
test.models.chat.pools: pods.nodeRemoval differs between pool 'l4-spot' and pool 'l4', and a pod may run on both.
  fix: set pods.nodeRemoval of the workload · the same value in both pools
  [PoolAdditionsDiffer]`;
