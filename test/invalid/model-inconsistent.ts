/** A catalogue entry whose layers do not add up. */
import { changed, smallModel } from './base';

export const inputs = [
  changed([
    ['catalog', 'models', 'small/Q4_K_M'],
    { ...smallModel, tensors: { ...smallModel.tensors, layers: [{ layers: 3, bytes: 200_000 }] } },
  ]),
];

export const report = `test.catalog.models['small/Q4_K_M'].tensors.layers: 3 layers have sizes, and the engine loads 4.
  fix: read the entry from the file again: npm run lock
  [ModelInconsistent]`;
