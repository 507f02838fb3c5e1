/**
 * Mirrors that the network policies keep loaders away from: by address, by family, and beside the endpoints that are
 * given. A mirror that is named by its address or its port is open by that alone, and so is one behind a proxy.
 */
import { changed, smallModel } from './base';

const mirrors = (name: string, downloads: object) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['cluster', 'downloads'], downloads],
  );

export const inputs = [
  mirrors('ports', { hub: 'https://mirror.example:8443', registry: 'http://registry.example' }),
  mirrors('inside', { hub: 'https://169.254.169.254', registry: 'https://mirror.tools.svc' }),
  mirrors('family', { hub: 'https://[2001:db8::7]' }),
  mirrors('beside', {
    hub: 'https://192.0.2.8:8443',
    registry: 'https://mirror.example',
    endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
  }),
  mirrors('own', { hub: 'https://10.0.0.7:8443', registry: 'http://192.0.2.8' }),
  mirrors('proxied', {
    hub: 'https://mirror.tools.svc:8443',
    registry: 'https://registry.corp.local',
    proxy: { url: 'http://10.0.0.9:3128', noProxy: ['tools.svc'] },
  }),
  changed(
    [['name'], 'adapter'],
    [['cluster', 'id'], 'adapter'],
    [['cluster', 'weights', 'share'], '/adapter'],
    [['cluster', 'downloads'], { hub: 'http://hub.tools.svc', hubToken: { secretName: 'hub', key: 'token' } }],
    [['ollama'], {}],
    [
      ['catalog', 'models', 'small/Q4_K_M'],
      {
        ...smallModel,
        origin: { from: 'web', folder: 'https://files.example' },
        adapters: {
          legal: {
            file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
            origin: { repo: 'example/legal' },
            tensors: { inputBytes: 0, outputBytes: 0, layers: [{ layers: 4, bytes: 640 }], width: 272 },
          },
        },
      },
    ],
  ),
  mirrors('right', {
    hub: 'https://192.0.2.7:8443',
    registry: 'https://mirror.example:8443',
    endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
  }),
];

const fix = `  fix: endpoints: [{ cidr, port }] of this source, and of what it redirects to
  [DownloadsBlocked]`;

export const report = `inside.cluster.downloads.hub: loaders may not reach https://169.254.169.254: \
it is in 169.254.0.0/16, the link-local addresses, with the metadata service of clouds.
${fix}
inside.cluster.downloads.registry: loaders may not reach https://mirror.tools.svc: without endpoints only public addresses are open.
${fix}
family.cluster.downloads.hub: loaders may not reach https://[2001:db8::7]: without endpoints only IPv4 is open.
${fix}
beside.cluster.downloads.hub: loaders may not reach https://192.0.2.8:8443: no endpoint opens 192.0.2.8 on port 8443.
${fix}
beside.cluster.downloads.registry: loaders may not reach https://mirror.example: no endpoint opens port 443.
${fix}
proxied.cluster.downloads.hub: loaders may not reach https://mirror.tools.svc:8443: without endpoints only public addresses are open.
${fix}
adapter.cluster.downloads.hub: loaders would send the token of hubToken to http://hub.tools.svc unencrypted.
  fix: the https address of the hub · leave out hubToken, if the mirror needs no token
  [HubTokenInClear]
adapter.cluster.downloads.hub: loaders may not reach http://hub.tools.svc: without endpoints only public addresses are open.
${fix}`;
