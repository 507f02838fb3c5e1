/** Who applies what is committed to the GitOps repository, and where its objects live. Values only. */
import type { Duration } from '../core';

/** The controller that follows the GitOps repository of an environment, complete. */
export type Gitops =
  | {
      /** Flux: kustomize-controller and source-controller. */
      readonly tool: 'flux';
      /** Namespace of the GitRepository and of the Kustomizations. @default 'flux-system' */
      readonly namespace: string;
      /** GitRepository that the cluster's bootstrap made. @default 'flux-system' */
      readonly source: string;
      /** Time between two comparisons with the cluster. @default - ten minutes */
      readonly interval: Duration;
      /**
       * ServiceAccount in `namespace` with whose rights Flux applies, as for a tenant with a Role.
       * @default - Flux's own rights
       */
      readonly serviceAccount?: string;
    }
  | {
      /** Argo CD. */
      readonly tool: 'argocd';
      /** Address of the GitOps repository, by HTTPS or SSH, as Argo CD knows it, which has the credentials. */
      readonly repository: string;
      /** Branch or tag that the cluster follows. @default 'main' */
      readonly revision: string;
      /** Namespace of Argo CD. @default 'argocd' */
      readonly namespace: string;
    };

export type Flux = Extract<Gitops, { tool: 'flux' }>;
export type ArgoCd = Extract<Gitops, { tool: 'argocd' }>;

/** The same as an overlay writes it. */
export type GitopsInput =
  | (Pick<Flux, 'tool'> & Partial<Omit<Flux, 'tool'>>)
  | (Pick<ArgoCd, 'tool' | 'repository'> & Partial<Omit<ArgoCd, 'tool' | 'repository'>>);
