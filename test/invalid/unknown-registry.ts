/** A registry that is misspelt; any other one may have a mirror that nothing uses. */
import { changed } from './base';

export const inputs = [
  changed([['imageMirrors'], { 'gchr.io/ggml-org': 'mirror.example/ghcr', 'quay.io': 'mirror.example/quay' }]),
];

export const report = `test.imageMirrors['gchr.io/ggml-org']: no image comes from 'gchr.io'.
  did you mean: gcr.io · ghcr.io
  fix: leave it out, if it is another registry
  [UnknownRegistry]`;
