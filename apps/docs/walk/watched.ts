import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page, and everything it complains of or asks another host for. */
export async function watched(
  browser: Browser,
  site: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; odd: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  // What the compiler of this program calls in functions that are sent to the page.
  await context.addInitScript('globalThis.__name = (named) => named');
  const page = await context.newPage();
  const odd: string[] = [];
  page.on(
    'console',
    (message) => void (['error', 'warning'].includes(message.type()) && odd.push(`says ${message.text()}`)),
  );
  page.on('pageerror', (error) => void odd.push(`throws ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:', 'file:'].includes(url.protocol) && url.origin !== site) odd.push(`asks ${url.origin}`);
  });
  return { page, odd };
}
