/** Tracks that all wait. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed([['models', 'chat', 'tracks'], { blue: { weight: 0 }, green: { weight: 0 } }], scraperSends, [
    ['gateway'],
    { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['chat'] } } },
  ]),
];

export const report = `test.models.chat.tracks: every weight is 0, so no request would be answered.
  fix: a weight above 0 for the track that is to answer
  [TrackWeights]`;
