/** Images for a model whose catalogue entry has no projector. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'imageMaxTokens'], 256])];

export const report = `test.models.chat.settings.imageMaxTokens: 256, and the model has no projector in the catalogue.
  fix: lock it with its projector: npm run lock -- <repository> <file> --projector <file> · imageMaxTokens 0
  [NoProjector]`;
