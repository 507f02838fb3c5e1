/** What a reader meets in a browser: every page, in both themes, at four widths, by keyboard and on paper. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { source as axe } from 'axe-core';
import type { Browser } from 'playwright-core';
import { startBrowser, withPage } from './support/browser';
import { compared, fileOf, index, reports, schemes, widths } from './support/pages';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** What axe finds, in a line each: `color-contrast: .about`. */
const findings = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target + ' ' + failureSummary)))`;

describe.each([...reports, compared, index])('the page of $name', ({ html }) => {
  test('asks for nothing, and breaks nothing of its policy', () =>
    withPage(browser, html(), {}, async ({ ask, requests, complaints }) => {
      expect(await ask('violations')).toEqual([]);
      expect(requests).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  test.each(schemes)('has no finding of axe, with all folds open: %s', (colorScheme) =>
    withPage(browser, html(), { colorScheme }, async ({ page, ask }) => {
      await ask('fold', true);
      await page.evaluate(axe);
      expect(await page.evaluate(findings)).toEqual([]);
    }),
  );

  test('stands within its window at every width, with all folds open', () =>
    withPage(browser, html(), {}, async ({ page, ask }) => {
      await ask('fold', true);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        expect({ width, found: await ask('overflowing') }).toEqual({ width, found: [] });
        expect({ width, found: await ask('cutTexts') }).toEqual({ width, found: [] });
        expect({ width, found: await ask('brokenTitles') }).toEqual({ width, found: [] });
      }
    }));

  test('shows everything on paper, also what is folded, in light colours and within the sheet', () =>
    withPage(browser, html(), { colorScheme: 'dark' }, async ({ page, ask }) => {
      await ask('fold', false);
      await page.emulateMedia({ media: 'print' });
      // A4 less its margins, and the same on its side.
      for (const width of [718, 1047]) {
        await page.setViewportSize({ width, height: 900 });
        expect({ width, found: await ask('hidden') }).toEqual({ width, found: [] });
        expect({ width, found: await ask('overflowing') }).toEqual({ width, found: [] });
        expect({ width, found: await ask('scrolling') }).toEqual({ width, found: [] });
      }
      expect(await ask('background')).toBe('rgb(255, 255, 255)');
    }));

  test('is gone through by Tab in the order of the page, with a visible focus at each stop', () =>
    withPage(browser, html(), { viewport: { width: 1440, height: 900 } }, async ({ page, ask }) => {
      const order = await ask<readonly string[]>('order');
      expect(order.length).toBeGreaterThan(0);
      const wrong: unknown[] = [];
      for (const [place, name] of order.entries()) {
        await page.keyboard.press('Tab');
        const { index: at, outline, seen } = await ask<{ index: number; outline: number; seen: boolean }>('focused');
        if (at !== place || outline < 2 || !seen) wrong.push({ name, place, at, outline, seen });
      }
      expect(wrong).toEqual([]);
    }));

  test('has a target for each link within it', () =>
    withPage(browser, html(), {}, async ({ ask }) => expect(await ask('lostLinks')).toEqual([])));
});

describe.each([...reports, compared])('the page of $name', ({ html }) => {
  test('explains each part of its bars where it shows them, and no two by colour alone', () =>
    withPage(browser, html(), {}, async ({ ask }) => {
      const sections =
        await ask<readonly { section: string; shown: readonly string[]; explained: readonly string[] }[]>('kinds');
      const unexplained = sections.flatMap(({ section, shown, explained }) =>
        shown.filter((kind) => !explained.includes(kind)).map((kind) => `${section}: ${kind}`),
      );
      expect(unexplained).toEqual([]);
      const fills = await ask<Readonly<Record<string, string>>>('fills');
      const plain = Object.entries(fills).flatMap(([kind, fill]) => (/^(rgb|none|a pattern)/.test(fill) ? [kind] : []));
      expect(plain.filter((kind) => !['weights', 'startup', 'minimum', 'empty'].includes(kind))).toEqual([]);
      expect(await ask('silentPictures')).toEqual([]);
    }));
});

test('the index shows every number whole on a phone', () =>
  withPage(browser, index.html(), { viewport: { width: 360, height: 700 } }, async ({ page }) => {
    const table = page.locator('.scroll');
    expect(await table.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
  }));

test('the index links to the page of each environment, and the links open them', () =>
  withPage(
    browser,
    { 'index.html': index.html(), ...Object.fromEntries(reports.map(({ name, html }) => [fileOf(name), html()])) },
    {},
    async ({ page, ask, requests }) => {
      expect(await ask('otherLinks')).toEqual(reports.map(({ name }) => fileOf(name)));
      await page.getByRole('link', { name: 'production', exact: true }).click();
      expect(await page.locator('h1').textContent()).toBe('production');
      expect(requests).toEqual([]);
    },
  ));
