/** Experts kept on the host, of a model without experts. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'expertLayersOnHost'], 2])];

export const report = `test.models.chat.settings.expertLayersOnHost: 2, and the model has no experts.
  fix: expertLayersOnHost 0
  [ExpertLayers]`;
