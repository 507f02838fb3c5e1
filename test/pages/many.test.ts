/**
 * A page of 1000 models stays usable: its layout beside a quarter of the models; of models that all differ, its size and
 * its folds.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { report, synthesise, type EnvironmentInput } from '../../lib';
import { differentModels } from '../report/support/different';
import { environmentOf } from '../../scripts/bench/many';
import { startBrowser, withPage } from './support/browser';

/** Models of two kinds, so that rows are not all the same. */
function many(count: number): EnvironmentInput {
  const whole = environmentOf(count);
  return {
    ...whole,
    models: Object.fromEntries(
      Object.entries(whole.models ?? {}).map(([name, model], i) => [
        `${name}-with-a-long-name`,
        i % 2 === 0
          ? model
          : { ...model, settings: { contextLength: 1024 + 4 * i, parallel: 1, maxOutputLength: 128 } },
      ]),
    ),
  };
}

let browser: Browser;
let different = '';
const pages = new Map<number, string>();
beforeAll(async () => {
  browser = await startBrowser();
  for (const count of [250, 1000]) pages.set(count, report(synthesise(many(count))));
  different = report(synthesise(differentModels(1000)));
});
afterAll(() => browser.close());

const pageOf = (count: number): string => pages.get(count) ?? '';

/** Seconds that the browser works until the page is shown. */
const work = (count: number): Promise<number> =>
  withPage(browser, '<!doctype html><title>empty</title>', {}, async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const taskTime = async (): Promise<number> =>
      (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    const before = await taskTime();
    await page.setContent(pageOf(count));
    await page.evaluate('document.body.scrollHeight');
    return (await taskTime()) - before;
  });

test('of models that all differ it has at most 6 MB', () => {
  expect(Buffer.byteLength(different)).toBeLessThan(6_000_000);
});

test('four times the models are at most eight times the work of the browser', async () => {
  const least = { few: Infinity, many: Infinity };
  // The least of several: other work of the machine only adds to each.
  for (let run = 0; run < 10 && (run < 3 || least.many / least.few >= 8); run += 1) {
    least.few = Math.min(least.few, await work(250));
    least.many = Math.min(least.many, await work(1000));
  }
  expect(least.many / least.few).toBeLessThan(8);
});

test('of models that all differ it is clean, stands within its window with all folds open, and shows few rows until they are', () =>
  withPage(browser, different, { viewport: { width: 360, height: 900 } }, async ({ page, ask, requests }) => {
    const height = await page.evaluate<number>('document.body.scrollHeight');
    expect(await page.locator('tbody tr:visible').count()).toBeLessThan(500);
    await ask('fold', true);
    expect(await page.evaluate<number>('document.body.scrollHeight')).toBeGreaterThan(2 * height);
    expect(await ask('overflowing')).toEqual([]);
    expect(await ask('violations')).toEqual([]);
    expect(await ask('lostLinks')).toEqual([]);
    expect(requests).toEqual([]);
  }));
