/** Argo CD without the repository that it is to follow. */
import { changed } from './base';

export const inputs = [changed([['gitops'], { tool: 'argocd' }])];

export const report = `test.gitops.repository: this field has no default and was left out.
  allowed: a text
  [MissingField]`;
