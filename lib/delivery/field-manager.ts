/**
 * The field manager of each controller: with server-side apply a field stays until the last manager that wrote it
 * gives it up.
 */
import type { Gitops } from '../environment';

/** Names of field managers by controller. */
export const fieldManagers: Readonly<Record<Gitops['tool'], string>> = {
  argocd: 'argocd-controller',
  flux: 'kustomize-controller',
};
