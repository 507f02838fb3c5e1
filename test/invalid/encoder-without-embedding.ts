/** An encoder that is to write text. */
import { changed, smallModel } from './base';

export const inputs = [
  changed([
    ['catalog', 'models', 'small/Q4_K_M'],
    { ...smallModel, architecture: { ...smallModel.architecture, architecture: 'bert' } },
  ]),
];

export const report = `test.models.chat.settings.embedding: 'small/Q4_K_M' is an encoder (bert) and writes no text.
  fix: embedding 'mean' · embedding 'cls'
  [EncoderWithoutEmbedding]
test.models.legal.settings.embedding: 'small/Q4_K_M' is an encoder (bert) and writes no text.
  fix: embedding 'mean' · embedding 'cls'
  [EncoderWithoutEmbedding]`;
