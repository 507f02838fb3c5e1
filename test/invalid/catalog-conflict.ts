/** An addition that gives a known GPU more memory than it has. */
import { gpus } from '../../lib/catalog/gpus';
import { changed } from './base';

export const inputs = [changed([['catalog', 'gpus'], { 'NVIDIA-L4': { ...gpus['NVIDIA-L4'], memoryMib: 24576 } }])];

export const report = `test.catalog.gpus['NVIDIA-L4']: Corral has other facts for this GPU.
  fix: leave it out · add it under a name of its own
  [CatalogConflict]`;
