/** A flag that no field stands for. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--control-vector': '/vector.gguf' }])];

export const report = `test.models.chat.flags['--control-vector']: --control-vector is not offered, because its file is neither in the store nor in the memory that is planned.
  fix: leave it out
  [FlagNotOffered]`;
