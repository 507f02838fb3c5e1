/** The command line of `npm run key`. */
import { accessOptions } from '../cluster/options';
import type { CommandLine } from '../command';
import { overlaysOption } from '../command/overlays-option';

export const line = {
  name: 'key',
  does: 'Makes, checks, lists and revokes keys of the clients of a gateway, of which the cluster has only hashes; makes and replaces the key of its engines.',
  arguments: {
    form: 'new|check|list|revoke|engine [ID|STEP]',
    min: 1,
    max: 2,
    text: [
      'new makes a key, prints it once, and adds its hash to the Secret of the gateway',
      'check reads a key from standard input, or asks for it, and prints what the gateway knows of it',
      'list prints the ids of all keys, with client and expiry',
      'revoke removes the key with this ID',
      'engine makes the key that the gateway sends to engines, where it is missing; add, use and drop replace it',
    ].join('\n'),
  },
  options: {
    client: { type: 'string', value: 'NAME', text: 'client of the new key' },
    env: {
      type: 'string',
      value: 'NAME',
      text: 'the environment (default: the only one with this client or a gateway)',
    },
    expires: {
      type: 'string',
      value: 'TIME',
      text: 'how long the new key is valid: 90d, 12h, 30m (default: for ever)',
    },
    model: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      text: 'the new key may ask this model only; may be given several times (default: those of its client)',
    },
    print: { type: 'boolean', text: 'print the entry for a store of secrets, and change no cluster' },
    secret: { type: 'string', value: 'NAME', text: 'Secret with the hashes (default: that of the environment)' },
    ...accessOptions,
    ...overlaysOption,
  },
  overlays: true,
  exits: {
    0: 'made, valid, listed, revoked or replaced',
    1: 'the key is not valid',
    2: 'refused: faults; nothing was changed',
  },
  examples: [
    'npm run key -- new --client default',
    'KEY=$(npm run --silent key -- new --client team-a --env production --expires 90d)',
    'npm run key -- check --env production',
    'npm run key -- revoke 4fGh72KqZx --env production',
    'npm run key -- engine --env production',
  ],
  more:
    'Standard output has the key and nothing else; of engine it has nothing, but what goes into a store of secrets. Where the keys of an environment come from External Secrets, no Secret is changed: ' +
    'new and revoke print what to change in the store of secrets.',
} as const satisfies CommandLine;
