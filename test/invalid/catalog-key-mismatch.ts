/** An addition under another key than its own. */
import { gpus } from '../../lib/catalog/gpus';
import { changed } from './base';

export const inputs = [changed([['catalog', 'gpus'], { L4: gpus['NVIDIA-L4'] }])];

export const report = `test.catalog.gpus.L4: the facts are those of 'NVIDIA-L4'.
  fix: make 'NVIDIA-L4' the key
  [CatalogKeyMismatch]`;
