/** Pictures of a page for the docs, where a person asks for them: `PICTURES=FOLDER npm run test:pages -- pictures`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startBrowser, withPage } from './support/browser';
import { reports } from './support/pages';

const folder = process.env.PICTURES;

/** Width and height of a window, its theme, and how much of the detail of a picture is kept, of 100. */
const pictures = [
  { width: 360, height: 1300, colorScheme: 'light', quality: 30 },
  { width: 768, height: 1100, colorScheme: 'dark', quality: 30 },
  { width: 1440, height: 730, colorScheme: 'light', quality: 30 },
] as const;

const mostBytes = 60_000;

test.each(pictures)('a picture of $width pixels is small', async ({ width, height, colorScheme, quality }) => {
  const production = reports.find(({ name }) => name === 'production');
  const browser = await startBrowser();
  try {
    await withPage(
      browser,
      production?.html() ?? '',
      { viewport: { width, height }, colorScheme },
      async ({ page }) => {
        const session = await page.context().newCDPSession(page);
        const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
        const picture = Buffer.from(data, 'base64');
        expect(picture.subarray(8, 12).toString()).toBe('WEBP');
        expect(picture.length).toBeLessThan(mostBytes);
        if (folder === undefined) return;
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, `report-${width}.webp`), picture);
      },
    );
  } finally {
    await browser.close();
  }
});
