/** What the page of an environment promises a reader beyond what every page does, and that its policy binds. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser, withPage } from './support/browser';
import { reports } from './support/pages';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const production = (): string => {
  const found = reports.find(({ name }) => name === 'production');
  if (found === undefined) throw new Error('no overlay is called production');
  return found.html();
};

test('a script, a picture and a style that get into a page do nothing', () =>
  withPage(
    browser,
    production().replace(
      '</main>',
      '<script>document.title = "run"</script><img src="http://other.test/a.png" onerror="document.title = 2"><style>body { display: none }</style></main>',
    ),
    {},
    async ({ page, ask, requests, complaints }) => {
      expect(await page.title()).toBe('production: report');
      expect(requests).toEqual([]);
      expect(await page.locator('h1').isVisible()).toBe(true);
      expect(complaints.length).toBeGreaterThan(2);
      const violations = await ask<readonly string[]>('violations');
      expect(violations.map((each) => each.replace(/:.*/, '')).sort()).toEqual([
        'img-src',
        'script-src-attr',
        'script-src-elem',
        'style-src-elem',
      ]);
    },
  ));

test('the skip link is the first stop, and goes past verdicts and links to the sections', () =>
  withPage(browser, production(), {}, async ({ page, ask }) => {
    await page.keyboard.press('Tab');
    expect(await page.locator('.skip').isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect((await ask<{ id: string }>('focused')).id).toBe('sections');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('What is connected to what');
  }));

test('a section folds and unfolds by keyboard, and what it folds is no stop', () =>
  withPage(browser, production(), {}, async ({ page, ask }) => {
    const before = (await ask<readonly string[]>('order')).length;
    await page.locator('#topology > details > summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#topology .wide').isVisible()).toBe(false);
    expect((await ask<readonly string[]>('order')).length).toBe(before - 2);
    await page.keyboard.press('Space');
    expect(await page.locator('#topology .wide').isVisible()).toBe(true);
  }));

test('the search of the browser finds what is folded, and opens the fold', () =>
  withPage(
    browser,
    production(),
    { fragment: `#:~:text=${encodeURIComponent('Terms of the memory of each model')}` },
    async ({ page, ask }) => {
      await page.locator('#models details details[open]').waitFor();
      expect(await ask('openFoldsAround', 'Terms of memory')).toBe(true);
      // Others stay folded.
      expect(await ask('openFoldsAround', 'Why these times')).toBe(false);
    },
  ));

test.each(['light', 'dark'] as const)('texts and parts stand out from what they are on: %s', (colorScheme) =>
  withPage(browser, production(), { colorScheme }, async ({ ask }) => {
    for (const on of ['page', 'panel'])
      for (const text of ['ink', 'soft', 'link', 'good', 'warn'])
        expect([text, on, Math.min(4.5, await ask<number>('contrast', text, on))]).toEqual([text, on, 4.5]);
    for (const part of ['weights', 'cache', 'compute', 'context', 'further'])
      expect([part, Math.min(3, await ask<number>('contrast', part, 'page'))]).toEqual([part, 3]);
  }),
);

/** What a newcomer asks, and the words in which the page answers it without a fold being opened. */
const questions: readonly (readonly [question: string, place: string, answer: RegExp])[] = [
  ['Which model is the largest?', '#sums', /Largest model\s*llama-3\.3-70b-instruct\/Q4_K_M:\s*51 044 MiB/],
  ['What happens when I drain gpu-l40s-2?', '#verdicts', /gpt-oss-20b, qwen-2-5-32b after a drain of .*gpu-l40s-2/],
  ['Why is this expensive?', '#sums', /\$16 498 a month.*of which h100\s*\$8 760 at most/],
  ['Who may reach qwen?', '#gateway', /qwen-2-5-32b\s*team-a, trials/],
];

test.each(questions)('%s', (_, place, answer) =>
  withPage(browser, production(), { viewport: { width: 1440, height: 900 } }, async ({ page }) => {
    const shown = page.locator(place);
    expect((await shown.innerText()).replaceAll(/\s+/g, ' ')).toMatch(answer);
    if (place === '#gateway') return;
    const box = await shown.boundingBox();
    // On the first screen.
    expect(box === null ? Infinity : box.y + box.height).toBeLessThan(900);
  }),
);
