/** A flag that no field stands for. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--lora': '/adapter.gguf' }])];

export const report = `test.models.chat.flags['--lora']: --lora is not offered, because a second file with weights is neither in the store nor in the memory that is planned.
  fix: merge the adapter into the model, convert the result to GGUF and lock that file: npm run lock -- ./model.gguf --repo REPOSITORY
  [FlagNotOffered]`;
