/** Fills in what an overlay leaves out about the controller that follows its GitOps repository. */
import { minutes } from '../../core';
import type { Gitops, GitopsInput } from '../gitops';

/** The controller, complete: Flux as its own bootstrap installs it, unless the overlay says otherwise. */
export function completeGitops(input: GitopsInput = { tool: 'flux' }): Gitops {
  if (input.tool === 'argocd') {
    return {
      tool: 'argocd',
      repository: input.repository,
      revision: input.revision ?? 'main',
      namespace: input.namespace ?? 'argocd',
    };
  }
  return {
    tool: 'flux',
    namespace: input.namespace ?? 'flux-system',
    source: input.source ?? 'flux-system',
    interval: input.interval ?? minutes(10),
    serviceAccount: input.serviceAccount,
  };
}
