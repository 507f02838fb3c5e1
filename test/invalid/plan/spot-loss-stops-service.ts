/** An interactive model that spot nodes take with them. */
import { small, type Parts } from '../../plan/fixtures/environment';
import { cpu, spot } from './base';

export const parts: Parts = {
  pools: { cpu, ...spot(4, 1) },
  models: { a: small({ pools: ['spot', 'rest'], replicas: 2, priority: 'interactive' }) },
};

export const report = `test.models.a: 2 pods must run, but when the spot nodes of spot are lost, they do not fit on rest with the other required pods.
  fits with: nodes.max 2 in pool rest · replicas 1 of a
  [SpotLossStopsService]`;
