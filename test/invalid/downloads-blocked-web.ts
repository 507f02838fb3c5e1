/** Servers of files that the network policies keep loaders away from, and servers whose address opens the way. */
import { changed } from './base';

const server = (name: string, folder: string, downloads: object = {}) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['cluster', 'downloads'], downloads],
    [['catalog', 'models', 'small/Q4_K_M', 'origin'], { from: 'web', folder }],
  );

export const inputs = [
  server('public', 'https://files.example:8443/models'),
  server('private', 'http://10.0.0.7:9000/models'),
  server('metadata', 'http://169.254.169.254/models'),
  server('inside', 'https://minio.tools.svc/models'),
  server('family', 'https://[2001:db8::7]/models'),
  server('beside', 'https://files.example:8443/models', { endpoints: [{ cidr: '192.0.2.7/32', port: 443 }] }),
];

const fix = `  fix: cluster.downloads.endpoints: [{ cidr, port }] of this server, and of what it redirects to
  [DownloadsBlocked]`;
const at = "catalog.models['small/Q4_K_M'].origin.folder";

export const report = `metadata.${at}: loaders may not reach http://169.254.169.254/models: it is in 169.254.0.0/16, \
the link-local addresses, with the metadata service of clouds.
${fix}
inside.${at}: loaders may not reach https://minio.tools.svc/models: without endpoints only public addresses are open.
${fix}
family.${at}: loaders may not reach https://[2001:db8::7]/models: without endpoints only IPv4 is open.
${fix}
beside.${at}: loaders may not reach https://files.example:8443/models: no endpoint opens port 8443.
${fix}`;
