/** A track that embeds, beside one that writes. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(
    [
      ['models', 'chat', 'tracks'],
      { blue: { weight: 9 }, green: { weight: 1, settings: { embedding: 'mean', ubatchSize: 4096, batchSize: 4096 } } },
    ],
    scraperSends,
    [['gateway'], { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['chat'] } } }],
  ),
];

export const report = `test.models.chat.tracks.green: it answers embeddings, and track 'blue' answers chat, completions, responses, messages.
  fix: settings.embedding as in the other track · a model of its own
  [TracksDiffer]`;
