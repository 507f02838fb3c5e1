/** Kinds of KEDA. */
import type {
  IClusterTriggerAuthentication,
  IScaledObject,
  ITriggerAuthentication,
} from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { custom, type FactsOf } from './kind';

export interface KedaKinds {
  readonly ClusterTriggerAuthentication: IClusterTriggerAuthentication;
  readonly ScaledObject: IScaledObject;
  readonly TriggerAuthentication: ITriggerAuthentication;
}

const v1alpha1 = 'keda.sh/v1alpha1';

export const kedaKinds: FactsOf<KedaKinds> = {
  ClusterTriggerAuthentication: custom(v1alpha1, 'clustertriggerauthentications', 'cluster'),
  ScaledObject: custom(v1alpha1, 'scaledobjects'),
  TriggerAuthentication: custom(v1alpha1, 'triggerauthentications'),
};
