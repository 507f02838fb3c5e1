/** TLS of the gateway itself: the certificate is read again when its folder changes, and connections stay. */
import { type Part, typed } from './parts';
import type { EnvoySettings } from './settings';

const certificateName = 'gateway';
const certificateFile = 'certificate.json';

/**
 * `certificate.json`: names the files of the certificate, and the folder in which a change is noticed. Kubernetes
 * renames a link in it when the Secret changes.
 *
 * @param folder with `tls.crt` and `tls.key`
 */
export const envoyCertificate = (folder: string): Readonly<Record<string, unknown>> => ({
  resources: [
    typed('extensions.transport_sockets.tls.v3.Secret', {
      name: certificateName,
      tls_certificate: {
        certificate_chain: { filename: `${folder}/tls.crt` },
        private_key: { filename: `${folder}/tls.key` },
        watched_directory: { path: folder },
      },
    }),
  ],
});

export const transportSocket = ({ config }: NonNullable<EnvoySettings['tls']>): Part => ({
  name: 'envoy.transport_sockets.tls',
  typed_config: typed('extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      alpn_protocols: ['h2', 'http/1.1'],
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
      tls_certificate_sds_secret_configs: [
        {
          name: certificateName,
          sds_config: { path_config_source: { path: `${config}/${certificateFile}` }, resource_api_version: 'V3' },
        },
      ],
    },
  }),
});
