/** A tier that the cluster does not declare. */
import { changed } from './base';

export const inputs = [changed([['models', 'legal', 'local'], { kind: 'csi', tier: 'fast-sdd' }])];

export const report = `test.models.legal.local.tier: the cluster has no storage tier 'fast-sdd'.
  did you mean: fast-ssd
  allowed: fast-ssd
  [UnknownStorageTier]`;
