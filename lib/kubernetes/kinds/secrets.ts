/** Kinds of the External Secrets operator. */
import type {
  IClusterSecretStore,
  IExternalSecret,
  ISecretStore,
} from '@kubernetes-models/external-secrets/external-secrets.io/v1';
import { custom, type FactsOf } from './kind';

export interface SecretKinds {
  readonly ClusterSecretStore: IClusterSecretStore;
  readonly ExternalSecret: IExternalSecret;
  readonly SecretStore: ISecretStore;
}

const v1 = 'external-secrets.io/v1';

export const secretKinds: FactsOf<SecretKinds> = {
  ClusterSecretStore: custom(v1, 'clustersecretstores', 'cluster'),
  ExternalSecret: custom(v1, 'externalsecrets'),
  SecretStore: custom(v1, 'secretstores'),
};
