/** A profile of another GPU. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'sliced', 'sharing', 'profile'], '1g.18gb'])];

export const report = `test.nodePools.sliced.sharing.profile: NVIDIA-H100-80GB-HBM3 has no MIG profile '1g.18gb'.
  allowed: 1g.10gb · 1g.20gb · 2g.20gb · 3g.40gb · 4g.40gb · 7g.80gb
  [UnknownMigProfile]`;
