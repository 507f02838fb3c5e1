/** A whole page: its head with a policy under which nothing is fetched and no script runs, and its body. */
import { sha256 } from '../../core';
import { type Content, markup, type Markup } from './markup';
import { style } from './style';

const hash = Buffer.from(sha256(style), 'hex').toString('base64');

/**
 * What the page may do: be shown, with its own style. A service that sends the page sends the same.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

/** What every page has in its head: a file without it is not ours to replace. */
export const generatorMark = '<meta name="generator" content="corral report" />';

const generatorMarkup: Markup = { markup: generatorMark };

const styleMarkup: Markup = { markup: `<style>${style}</style>` };

/** @param title - what a tab shows */
export const page = (title: string, body: Content): string =>
  markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${generatorMarkup}
        <title>${title}</title>
        ${styleMarkup}
      </head>
      <body>
        ${body}
      </body>
    </html> `.markup;
