/** Mount options that undo what the store promises. */
import { changed } from './base';

export const inputs = [
  changed([
    ['cluster', 'weights', 'mountOptions'],
    ['hard', 'nolock', 'local_lock=all', 'soft', 'ro'],
  ]),
];

export const report = `test.cluster.weights.mountOptions[1]: 'nolock' keeps locks on one node, so loaders on two nodes could write at the same time.
  fix: remove it
  [MountOption]
test.cluster.weights.mountOptions[2]: 'local_lock=all' keeps locks on one node, so loaders on two nodes could write at the same time.
  fix: remove it
  [MountOption]
test.cluster.weights.mountOptions[3]: 'soft' makes reads fail when the server does not answer, so weights would look damaged.
  fix: write 'hard'
  [MountOption]
test.cluster.weights.mountOptions[4]: 'ro' mounts the store read-only, but loaders write to it.
  fix: remove it
  [MountOption]`;
