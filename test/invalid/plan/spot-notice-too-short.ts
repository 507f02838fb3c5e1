/** An end that outlasts the notice of a spot node. */
import { small, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings, spot } from './base';

export const parts: Parts = {
  pools: { cpu, ...spot(3, 3) },
  models: { a: small({ pools: ['spot', 'rest'], settings: { ...settings, maxOutputLength: 4096 } }) },
};

export const report = `test.models.a: needs 2 min 45 s to end (15 s for endpoints to follow, 2 min 15 s for the longest answer, 15 s to end), but a spot node of pool spot is removed 2 min after its notice.
  fits with: maxOutputLength 2736 · pools rest
  [SpotNoticeTooShort]`;
