/** Kinds of Flux and of Argo CD. */
import type { IApplication, IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1';
import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type { IGitRepository } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import { custom, type FactsOf } from './kind';

export interface DeliveryKinds {
  readonly Application: IApplication;
  readonly AppProject: IAppProject;
  readonly GitRepository: IGitRepository;
  readonly Kustomization: IKustomization;
}

export const deliveryKinds: FactsOf<DeliveryKinds> = {
  Application: custom('argoproj.io/v1alpha1', 'applications'),
  AppProject: custom('argoproj.io/v1alpha1', 'appprojects'),
  GitRepository: custom('source.toolkit.fluxcd.io/v1', 'gitrepositories'),
  Kustomization: custom('kustomize.toolkit.fluxcd.io/v1', 'kustomizations'),
};
