/** A certificate of a server, which cert-manager issues into a Secret and renews there. */
import { Construct } from 'constructs';
import { object, objectLabels, type Owner } from '../../kubernetes/draw';
import type { CertificateIssuer } from './issuer';

export interface ServerCertificateProps {
  readonly namespace: string;
  readonly issuer: CertificateIssuer;
  /** Secret that is filled with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** Label `app.kubernetes.io/name` of the object. @default 'gateway' */
  readonly component?: string;
  /** Names of the server, at least one. */
  readonly hosts: readonly [string, ...string[]];
}

/** A Certificate named like the construct. */
export class ServerCertificate extends Construct {
  constructor(scope: Construct, id: string, props: ServerCertificateProps) {
    super(scope, id);
    const { namespace, issuer, secretName, hosts, component = 'gateway' } = props;
    const owner: Owner = { component, instance: id };
    object(this, 'certificate', 'Certificate', {
      metadata: { name: id, namespace, labels: objectLabels(owner) },
      spec: {
        secretName,
        dnsNames: [...hosts],
        // 90 days as public authorities give them, renewed a month before their end.
        duration: '2160h',
        renewBefore: '720h',
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['digital signature', 'server auth'],
        issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
      },
    });
  }
}
