/** A track whose name, after that of its model, is no name of an object. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed([['models', 'chat', 'tracks'], { ['green-'.repeat(8) + 'green']: { weight: 1 } }], scraperSends, [
    ['gateway'],
    { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['chat'] } } },
  ]),
];

export const report = `test.models.chat.tracks['green-green-green-green-green-green-green-green-green']: 'chat-green-green-green-green-green-green-green-green-green' is longer than an object name of 52 characters.
  fix: a shorter name of the track, or a shorter key of the model
  [BadName]`;
