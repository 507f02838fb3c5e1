/**
 * As whom each controller writes objects: with server-side apply a field stays until the last manager that wrote it
 * lets it go.
 */
import type { Gitops } from '../environment/gitops';

/** Names of field managers by controller. */
export const fieldManagers: Readonly<Record<Gitops['tool'], string>> = {
  argocd: 'argocd-controller',
  flux: 'kustomize-controller',
};
