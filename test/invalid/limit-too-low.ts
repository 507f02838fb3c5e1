/** Fewer tokens a day than one answer may have. */
import { changed, scraperSends } from './base';

export const inputs = [
  changed(scraperSends, [
    ['gateway'],
    { tls: 'none', expose: { by: 'cluster' }, clients: { a: { models: ['chat'], tokensPerDay: 1024 } } },
  ]),
];

export const report = `test.gateway.clients.a.tokensPerDay: 1024 tokens a day, and one answer of 'chat' may have 1024: no request without a limit of its own would be admitted.
  fix: tokensPerDay above 1024 · a smaller maxOutputLength of the model
  [LimitTooLow]`;
