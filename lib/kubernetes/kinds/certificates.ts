/** Kinds of cert-manager. */
import type { ICertificate, IClusterIssuer, IIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1';
import { custom, type FactsOf } from './kind';

export interface CertificateKinds {
  readonly Certificate: ICertificate;
  readonly ClusterIssuer: IClusterIssuer;
  readonly Issuer: IIssuer;
}

const v1 = 'cert-manager.io/v1';

export const certificateKinds: FactsOf<CertificateKinds> = {
  Certificate: custom(v1, 'certificates'),
  ClusterIssuer: custom(v1, 'clusterissuers', 'cluster'),
  Issuer: custom(v1, 'issuers'),
};
