/** Pages in a real Chromium that reaches no network: every request is seen, and only the page itself is answered. */
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium as driver, type Page } from 'playwright-core';
import { chromium } from './chromium';

const address = (file: string): string => `http://report.test/${file}`;

/** A page, what it asked for beside itself, and what it printed or threw. */
export interface Shown {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
  /** Calls a function of `in-page.js`. */
  readonly ask: <T>(name: string, ...args: readonly unknown[]) => Promise<T>;
}

/** Starts Chromium. Root has no sandbox to use. */
export function startBrowser(): Promise<Browser> {
  const { path, env } = chromium();
  return driver.launch({
    executablePath: path,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND'],
    env: { ...process.env, ...env },
  });
}

/**
 * Opens a page in a context of its own, and closes it at the end.
 *
 * @param html - the page, or pages by their files of which the first is opened
 */
export async function withPage<T>(
  browser: Browser,
  html: string | Readonly<Record<string, string>>,
  options: BrowserContextOptions & { readonly fragment?: string },
  use: (shown: Shown) => Promise<T>,
): Promise<T> {
  const { fragment = '', ...rest } = options;
  const files: Readonly<Record<string, string>> = typeof html === 'string' ? { 'page.html': html } : html;
  const context = await browser.newContext(rest);
  const requests: string[] = [];
  const complaints: string[] = [];
  try {
    await context.addInitScript({ path: join(__dirname, 'in-page.js') });
    // The limit of a test ends what hangs.
    context.setDefaultTimeout(0);
    const page = await context.newPage();
    await page.route('**/*', (route) => {
      const url = route.request().url();
      const found = Object.entries(files).find(([file]) => address(file) === url);
      if (found !== undefined && route.request().isNavigationRequest())
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body: found[1] });
      requests.push(url);
      return route.abort();
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(address(Object.keys(files)[0] ?? '') + fragment);
    const ask = <A>(name: string, ...args: readonly unknown[]): Promise<A> =>
      page.evaluate<A>(`corral.${name}(${args.map((each) => JSON.stringify(each)).join(', ')})`);
    return await use({ page, requests, complaints, ask });
  } finally {
    await context.close();
  }
}
