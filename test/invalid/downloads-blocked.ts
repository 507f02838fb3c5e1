/**
 * Mirrors that the network policies keep loaders away from: by port, by address, by family, and beside the endpoints
 * that are given.
 */
import { changed } from './base';

const mirrors = (name: string, downloads: object) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['cluster', 'downloads'], downloads],
  );

export const inputs = [
  mirrors('ports', { hub: 'https://mirror.example:8443', registry: 'http://registry.example' }),
  mirrors('inside', { hub: 'https://10.0.0.7', registry: 'https://mirror.tools.svc' }),
  mirrors('family', { hub: 'https://[2001:db8::7]' }),
  mirrors('beside', {
    hub: 'https://192.0.2.8:8443',
    registry: 'https://mirror.example',
    endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
  }),
  mirrors('right', {
    hub: 'https://192.0.2.7:8443',
    registry: 'https://mirror.example:8443',
    endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
  }),
];

const fix = `  fix: endpoints: [{ cidr, port }] of this source, and of what it redirects to
  [DownloadsBlocked]`;

export const report = `ports.cluster.downloads.hub: loaders may not reach https://mirror.example:8443: \
without endpoints only port 443 is open, and this is port 8443.
${fix}
ports.cluster.downloads.registry: loaders may not reach http://registry.example: without endpoints only port 443 is open, and this is port 80.
${fix}
inside.cluster.downloads.hub: loaders may not reach https://10.0.0.7: without endpoints only public addresses are open.
${fix}
inside.cluster.downloads.registry: loaders may not reach https://mirror.tools.svc: without endpoints only public addresses are open.
${fix}
family.cluster.downloads.hub: loaders may not reach https://[2001:db8::7]: without endpoints only IPv4 is open.
${fix}
beside.cluster.downloads.hub: loaders may not reach https://192.0.2.8:8443: no endpoint opens 192.0.2.8 on port 8443.
${fix}
beside.cluster.downloads.registry: loaders may not reach https://mirror.example: no endpoint opens port 443.
${fix}`;
