/** What a client sees of a Secret with a certificate: a TLS server of ours takes it, a client connects. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:tls';
import type { Kinds } from '../../../lib/kubernetes/kinds';

const decoded = ({ data = {} }: Kinds['Secret'], key: string): string =>
  Buffer.from(data[key] ?? '', 'base64').toString();

/** The certificate in a Secret of type `kubernetes.io/tls`. */
export const certificateIn = (secret: Kinds['Secret']): X509Certificate =>
  new X509Certificate(decoded(secret, 'tls.crt'));

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/**
 * Whether a client that trusts only an authority accepts the certificate of a Secret under a name: the protocol of the
 * connection, or the reason why not.
 */
export async function handshake(secret: Kinds['Secret'], authority: string, host: string): Promise<string> {
  const server = createServer({ cert: decoded(secret, 'tls.crt'), key: decoded(secret, 'tls.key') });
  server.on('tlsClientError', () => undefined).on('secureConnection', (socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ port: portOf(server), host: '127.0.0.1', servername: host, ca: authority });
  try {
    await once(client, 'secureConnect');
    return client.getProtocol() ?? '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.destroy();
    server.close();
  }
}

/** The certificate of the authority in a Secret, in PEM. */
export const authorityIn = (secret: Kinds['Secret']): string => decoded(secret, 'tls.crt');
