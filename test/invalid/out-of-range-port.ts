/** Ports that there are not, and an address whose numbers are too large. */
import { changed } from './base';

const on = (name: string, ...change: readonly (readonly [readonly string[], unknown])[]) =>
  changed([['name'], name], [['cluster', 'id'], name], ...change);

export const inputs = [
  on('mirror', [['imageMirrors'], { 'ghcr.io': 'mirror.example:99999' }]),
  on('proxy', [['cluster', 'downloads'], { proxy: { url: 'http://10.0.0.7:0' } }]),
  on('hub', [['cluster', 'downloads'], { hub: 'https://10.0.0.300' }]),
  on('itself', [['cluster', 'downloads'], { hub: 'http://localhost:8080' }]),
];

export const report = `mirror.imageMirrors['ghcr.io']: 'mirror.example:99999' does not have the right form.
  allowed: a registry or a folder of one, without https: and without a tag: 'ghcr.io', 'mirror.example:5000/ghcr'
  [BadFormat]
proxy.cluster.downloads.proxy.url: 'http://10.0.0.7:0' does not have the right form.
  allowed: the address of an HTTP proxy, with its port and without a password, which \`credentials\` names: 'http://proxy.example:3128'
  [BadFormat]
hub.cluster.downloads.hub: 'https://10.0.0.300' does not have the right form.
  allowed: a web address without credentials, query or fragment: https://…
  [BadFormat]
itself.cluster.downloads.hub: loaders may not reach http://localhost:8080: without endpoints only public addresses are open.
  fix: an address that pods of the cluster can reach
  [DownloadsBlocked]`;
