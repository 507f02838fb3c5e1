/** A token that would go to an http mirror. Without a token, and to an https mirror with one, nothing is refused. */
import { changed } from './base';

const mirrors = (name: string, downloads: object) =>
  changed(
    [['name'], name],
    [['cluster', 'id'], name],
    [['cluster', 'weights', 'share'], `/${name}`],
    [['cluster', 'downloads'], downloads],
  );

const open = {
  endpoints: [
    { cidr: '192.0.2.7/32', port: 80 },
    { cidr: '192.0.2.7/32', port: 443 },
  ],
};
const hubToken = { secretName: 'hub', key: 'token' };

export const inputs = [
  mirrors('clear', { ...open, hub: 'http://mirror.example', hubToken }),
  mirrors('public', { ...open, hub: 'http://mirror.example' }),
  mirrors('encrypted', { ...open, hub: 'https://mirror.example', hubToken }),
];

export const report = `clear.cluster.downloads.hub: loaders would send the token of hubToken to http://mirror.example unencrypted.
  fix: the https address of the hub · leave out hubToken, if the mirror needs no token
  [HubTokenInClear]`;
