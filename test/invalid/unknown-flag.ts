/** A flag misspelt. */
import { llamaServerBuild } from '../../lib/engines/llama-server/build';
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'flags'], { '--tmep': 0.7 }])];

export const report = `test.models.chat.flags['--tmep']: llama-server ${llamaServerBuild} has no flag --tmep.
  did you mean: --temp · --keep · --top-p
  [UnknownFlag]`;
