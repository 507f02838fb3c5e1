/** Tokens of servers of files: one that would be sent unencrypted, and two for one address. */
import { changed } from './base';

const token = (below: string) => ({ below, secretName: 'files', key: 'token' });

export const inputs = [
  changed([
    ['cluster', 'downloads'],
    {
      tokens: [
        token('http://files.example/private'),
        token('https://files.example/private'),
        token('https://files.example/private'),
      ],
    },
  ]),
];

export const report = `test.cluster.downloads.tokens[2]: token for https://files.example/private stands at \
test.cluster.downloads.tokens[1] already.
  fix: leave out one of the two
  [GivenTwice]
test.cluster.downloads.tokens[0].below: loaders would send the token of Secret files to http://files.example/private unencrypted.
  fix: the https address of the server · leave the token out, if the server needs none
  [HubTokenInClear]`;
