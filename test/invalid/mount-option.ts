/** Mount options that undo what the store promises. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'weights', 'mountOptions'], ['hard', 'nolock', 'local_lock=all', 'soft', 'ro']])];

export const report = `test.cluster.weights.mountOptions[1]: 'nolock' keeps locks on one node, and loaders on two nodes would write at the same time.
  fix: leave it out
  [MountOption]
test.cluster.weights.mountOptions[2]: 'local_lock=all' keeps locks on one node, and loaders on two nodes would write at the same time.
  fix: leave it out
  [MountOption]
test.cluster.weights.mountOptions[3]: 'soft' cuts reads short when the server does not answer, and weights would look broken.
  fix: write 'hard'
  [MountOption]
test.cluster.weights.mountOptions[4]: 'ro' mounts the store read-only, and loaders write to it.
  fix: leave it out
  [MountOption]`;
