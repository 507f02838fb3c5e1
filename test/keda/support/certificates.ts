/** Certificates that KEDA and the API server show each other: of one authority, for localhost. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { required } from '../../programs/support/debian';

/** Where the files of one certificate are. */
export interface Certificates {
  /** Folder with `ca.crt`, `tls.crt` and `tls.key`. */
  readonly folder: string;
  readonly authority: string;
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes an authority and a certificate of it, for servers and clients alike. */
export function makeCertificates(home: string, name: string, commonName: string): Certificates {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: readonly string[]): unknown =>
    execFileSync(required('openssl'), args, { cwd: folder, stdio: 'ignore' });
  openssl('req', '-x509', ...curve, '-days', '2', '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', `/CN=${name}-ca`);
  openssl('req', ...curve, '-keyout', 'tls.key', '-out', 'tls.csr', '-subj', `/CN=${commonName}`);
  writeFileSync(
    join(folder, 'extensions'),
    'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n',
  );
  const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', 'tls.csr', ...authority, '-out', 'tls.crt', '-extfile', 'extensions');
  return { folder, authority: join(folder, 'ca.crt') };
}
