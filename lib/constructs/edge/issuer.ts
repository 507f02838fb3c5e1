/** Who issues a certificate: an issuer of cert-manager, as an object names it. */

export interface CertificateIssuer {
  /** `Issuer`: one of the namespace. */
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly name: string;
}

/** What cert-manager reads on a Gateway or an Ingress, for which it makes the certificate. */
export const issuerAnnotation = ({ kind, name }: CertificateIssuer): Record<string, string> => ({
  [`cert-manager.io/${kind === 'Issuer' ? 'issuer' : 'cluster-issuer'}`]: name,
});

/** How TLS ends at an edge: with a Secret that exists, or that cert-manager fills. */
export interface EdgeTls {
  /** Secret of the namespace with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** Who fills it. @default - it exists */
  readonly issuer?: CertificateIssuer;
}
