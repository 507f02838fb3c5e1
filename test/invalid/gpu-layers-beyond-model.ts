/** More layers on GPUs than the model has. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'gpuLayers'], 9])];

export const report = `test.models.chat.settings.gpuLayers: 9 is out of range: 'small/Q4_K_M' has 4 layers and an output.
  allowed: 'all' · up to 5
  [OutOfRange]`;
