/** Texts of others in a real browser: no element comes out of them, nothing runs, and they stay within the page. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { report, synthesise } from '../../lib';
import { licensed } from '../report/support/broad';
import { harmlessOf } from '../report/support/texts';
import { comparisonOf, written } from '../report/support/written';
import { startBrowser, withPage } from './support/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const whole = synthesise(licensed('Apache-2.0'));
const pageWith = (text: string): string => report(written(whole, text), comparisonOf(whole, text));

const texts: readonly (readonly [what: string, text: string])[] = [
  ['markup', '</title></style></svg><script>alert(1)</script><img src=x onerror=alert(1)>"\' onclick=alert(1) <!--'],
  ['marks of direction', '\u202e\u2066\u200f\u061cabc\u2069'],
  ['4 kB without a blank', 'W'.repeat(4096)],
  ['4 kB of signs', '<"'.repeat(2048)],
];

test.each(texts)('%s', (_, text) =>
  withPage(browser, pageWith(text), {}, async ({ page, ask, requests, complaints }) => {
    const elements = await ask<readonly string[]>('elements');
    await ask('fold', true);
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect({ width, found: await ask('overflowing') }).toEqual({ width, found: [] });
    }
    expect({ requests, complaints, violations: await ask('violations') }).toEqual({
      requests: [],
      complaints: [],
      violations: [],
    });
    await withPage(browser, pageWith(harmlessOf(text)), {}, async (harmless) =>
      expect(await harmless.ask('elements')).toEqual(elements),
    );
  }),
);
